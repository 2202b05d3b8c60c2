package io.peerdeck.fleet;

import io.peerdeck.libp2p.ByteFrames;
import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.IpldFrames;
import io.peerdeck.libp2p.ProtocolBreach;
import io.peerdeck.libp2p.Stream;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One live stream with one member. What waits to be sent is at most one announcement of heads and
/// one heartbeat, the newest: a slow reader gets fewer, never old ones. A heartbeat that changes
/// nothing wakes no thread here: it is read on the event loop, and written by who says it.
final class LiveLink {
  static final int MAX_FRAME = 32 * 1024;
  static final int MAX_HEADS = 64;
  private static final int MAX_FRAMES_PER_SECOND = 200;
  private static final Duration ENDLESS = Duration.ofDays(1);
  private static final long YOUNG_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /// What arrives on a link. Called on the link's reading thread.
  interface Ear {
    /// The first frame: the peer's fleet, if it has one. False refuses the link.
    boolean hello(LiveLink link, Optional<Cid> fleet);

    void heads(LiveLink link, List<Cid> heads);

    /// @param next how long until the next one at the latest
    void beat(LiveLink link, Heartbeat beat, Duration next);

    /// The same on the event loop; false if it is news after all, and [#beat] is to be called.
    boolean steady(LiveLink link, Heartbeat beat, Duration next);
  }

  private final Stream stream;
  private final IpldFrames frames;
  private final ByteFrames ready;
  private final PeerId peer;
  private final PeerId opener;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable List<Cid> heads;
  private byte @Nullable [] beat;
  private final long openedAt = System.nanoTime();
  private volatile long heardAt = openedAt;
  private volatile Optional<Long> writingSince = Optional.empty();
  private @Nullable LiveLink predecessor;
  private boolean closed;
  // Guarded by lock: the writer is at work, or has just been.
  private boolean writing = true;
  private long rested = openedAt;
  // The reader's; the event loop's while that waits.
  private boolean greeted;
  private final FrameRate rate = new FrameRate(MAX_FRAMES_PER_SECOND);

  /// @param opener who opened the stream
  LiveLink(Stream stream, PeerId opener) {
    this.stream = stream;
    this.frames = new IpldFrames(stream, MAX_FRAME);
    this.ready = new ByteFrames(stream, MAX_FRAME);
    this.peer = stream.connection().remotePeer();
    this.opener = opener;
    stream.deadline(ENDLESS); // see isStuck: one look at all links is cheaper than their timers
  }

  PeerId peer() {
    return peer;
  }

  /// What carries its stream.
  Connection connection() {
    return stream.connection();
  }

  PeerId opener() {
    return opener;
  }

  /// Whether it was opened so lately that the peer may not have known of it yet.
  boolean isYoung() {
    return System.nanoTime() - openedAt < YOUNG_NANOS;
  }

  /// Whether the peer has said nothing, or taken nothing, for so long that it is gone: heartbeats
  /// come every few seconds.
  ///
  /// @param notBefore the time from which silence counts, on [System#nanoTime()]
  boolean isStuck(long now, long notBefore) {
    long most = Liveness.OFFLINE_AFTER.toNanos();
    return since(heardAt, notBefore, now) > most
        || writingSince.filter(at -> since(at, notBefore, now) > most).isPresent();
  }

  private static long since(long at, long notBefore, long now) {
    return now - at < now - notBefore ? now - at : now - notBefore;
  }

  /// Stands in for another link with the same peer, which stays open until the peer greets on this
  /// one.
  void follow(LiveLink before) {
    lock.lock();
    try {
      predecessor = before;
    } finally {
      lock.unlock();
    }
  }

  /// The link this one stands in for, if it is still open; to be asked once.
  Optional<LiveLink> takePredecessor() {
    lock.lock();
    try {
      Optional<LiveLink> before = Optional.ofNullable(predecessor).filter(link -> !link.isClosed());
      predecessor = null;
      return before;
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  void announce(List<Cid> newest) {
    List<Cid> some =
        newest.size() <= MAX_HEADS
            ? newest
            : newest.subList(newest.size() - MAX_HEADS, newest.size());
    lock.lock();
    try {
      heads = List.copyOf(some);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// @param newest a frame of [Heartbeat#frame], which all links share
  void beat(byte[] newest) {
    lock.lock();
    try {
      boolean free = !writing && !closed && heads == null && beat == null;
      if (free && System.nanoTime() - rested >= 0 && ready.writeNow(newest)) {
        rested = System.nanoTime() + PAUSE_NANOS;
      } else {
        beat = newest;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Reads until the stream ends. Returns normally when the peer or [#close()] ended it.
  ///
  /// @throws ProtocolBreach if a frame is not what it should be, or there are too many
  /// @throws io.peerdeck.libp2p.Libp2pException if the stream failed or the peer fell silent
  void read(Ear ear) {
    Optional<Ipld.Map> frame = next(ear);
    while (frame.isPresent()) {
      heardAt = System.nanoTime();
      if (rate.isFull()) {
        throw new ProtocolBreach(
            "%s sends over %d frames a second".formatted(peer, MAX_FRAMES_PER_SECOND));
      }
      rate.count();
      if (!take(frame.get(), ear)) {
        return;
      }
      frame = next(ear);
    }
  }

  private Optional<Ipld.Map> next(Ear ear) {
    stream.awaitBeyond(bytes -> isSteady(bytes, ear));
    return frames.read();
  }

  /// Whether these bytes are one heartbeat that changes nothing, which is noted then.
  private boolean isSteady(byte[] bytes, Ear ear) {
    if (!greeted || rate.isFull()) {
      return false;
    }
    try {
      Optional<Ipld.Map> frame = Heartbeat.frame(bytes);
      if (frame.isEmpty()
          || !ear.steady(this, Heartbeat.read(frame.get()), Heartbeat.next(frame.get()))) {
        return false;
      }
    } catch (MultiformatException breach) {
      return false; // the reader meets it too, and ends the link
    }
    rate.count();
    heardAt = System.nanoTime();
    return true;
  }

  private boolean take(Ipld.Map frame, Ear ear) {
    String type = said(() -> frame.text("t"));
    if (!greeted) {
      if (!type.equals("hello")) {
        throw new ProtocolBreach("a live stream starts with 'hello', not '" + type + "'");
      }
      greeted = true;
      return ear.hello(this, said(() -> frame.optLink("fleet")));
    }
    switch (type) {
      case "heads" -> {
        Ipld.List list = said(() -> frame.list("heads"));
        if (list.size() > MAX_HEADS) {
          throw new ProtocolBreach("an announcement of " + list.size() + " heads");
        }
        ear.heads(this, said(list::links));
      }
      case "beat" ->
          ear.beat(this, said(() -> Heartbeat.read(frame)), said(() -> Heartbeat.next(frame)));
      default -> {
        // A later version may say more; what this one does not know does no harm.
      }
    }
    return true;
  }

  private static <T> T said(Supplier<T> parse) {
    return ProtocolBreach.reading("a live frame", parse);
  }

  /// Sends the greeting, then whatever is newest, until the link is closed or the stream fails.
  void write(Optional<Cid> fleet) throws InterruptedException {
    frames.write(Ipld.map().put("t", "hello").put("v", 1).putLinkOrNull("fleet", fleet).build());
    while (true) {
      List<Cid> nextHeads;
      byte[] nextBeat;
      lock.lock();
      try {
        writing = false;
        while (!closed && heads == null && beat == null) {
          changed.await();
        }
        rest();
        if (closed) {
          return;
        }
        nextHeads = heads;
        nextBeat = beat;
        heads = null;
        beat = null;
        writing = true;
        rested = System.nanoTime() + PAUSE_NANOS;
      } finally {
        lock.unlock();
      }
      writingSince = Optional.of(System.nanoTime());
      if (nextBeat != null) {
        ready.write(nextBeat);
      }
      if (nextHeads != null) {
        frames.write(Ipld.map().put("t", "heads").put("heads", Ipld.links(nextHeads)).build());
      }
      writingSince = Optional.empty();
    }
  }

  /// Lets a burst of news become one announcement, well within what the other side takes. With the
  /// lock held; costs nothing when the last news is old.
  private void rest() throws InterruptedException {
    long left = rested - System.nanoTime();
    while (!closed && left > 0) {
      left = changed.awaitNanos(left);
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    stream.reset();
  }
}
