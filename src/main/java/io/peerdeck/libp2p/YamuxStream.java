package io.peerdeck.libp2p;

import io.netty.buffer.ByteBuf;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One Yamux stream: what its user calls, and what its session tells it.
final class YamuxStream implements Stream {
  static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long ENDLESS = Duration.ofDays(1).toNanos();
  private static final int MAX_DATA = SendQueue.MAX_PLAIN - YamuxFrame.HEADER;

  private final YamuxSession session;
  private final int id;
  private final ReceiveHalf receive;
  private final SendHalf send;
  private final ResourceScope scope;
  private final AtomicInteger pendingFlags;
  private final AtomicBoolean acknowledged;
  private final AtomicInteger holders;

  private volatile String protocol = "";
  private volatile @Nullable Connection connection;
  private volatile TrafficCounter traffic = new TrafficCounter();
  private volatile long patience = PATIENCE.toNanos();
  private volatile long end;
  private volatile boolean ends;

  /// @param firstFlags `SYN` for a stream opened here, `ACK` for one the peer opened
  YamuxStream(YamuxSession session, int id, int firstFlags, ResourceScope scope) {
    this.session = session;
    this.id = id;
    this.scope = scope;
    this.pendingFlags = new AtomicInteger(firstFlags);
    this.acknowledged = new AtomicBoolean(firstFlags == YamuxFrame.ACK);
    this.holders = new AtomicInteger(firstFlags == YamuxFrame.ACK ? 2 : 0);
    this.receive = new ReceiveHalf(this, session, scope);
    this.send = new SendHalf(this);
  }

  int id() {
    return id;
  }

  /// Says what was agreed on, before the stream is handed out.
  void negotiated(String agreed, Connection on, TrafficCounter counter) {
    protocol = agreed;
    connection = on;
    traffic = counter;
  }

  @Override
  public String protocol() {
    return protocol;
  }

  @Override
  public Connection connection() {
    return Objects.requireNonNull(connection, "the stream's protocol is not negotiated yet");
  }

  @Override
  public void deadline(Duration inactivity) {
    patience = inactivity.toNanos();
  }

  /// From now on all reads and writes together may take this long, however bytes drip in.
  void limit(Duration time) {
    end = System.nanoTime() + time.toNanos();
    ends = true;
  }

  /// Only their inactivity counts again.
  void unlimit() {
    ends = false;
  }

  long patience() {
    return ends ? Math.min(patience, end - System.nanoTime()) : patience;
  }

  @Override
  public InputStream input() {
    return new StreamInput(this, () -> (int) unread());
  }

  /// Waits on one of the halves, whose lock is held.
  ///
  /// @param verb what the peer should have done: "sent", "took"
  /// @return what is left to wait
  @SuppressWarnings("WaitNotInLoop") // the callers loop over their conditions
  long await(Condition condition, long left, String verb) {
    try {
      if (left <= 0) {
        throw new StreamTimeoutException(
            "the peer %s nothing on %s within %s"
                .formatted(verb, protocol, Duration.ofNanos(patience)));
      }
      if (left >= ENDLESS) {
        condition.await();
        return left;
      }
      return condition.awaitNanos(left);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Libp2pException("interrupted while waiting on a stream of " + protocol, e);
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    return length == 0 ? 0 : receive.read(target, offset, length);
  }

  /// Bytes left the receive half, and the peer may send more for them.
  void consumed(int bytes, int credit) {
    traffic.received(bytes);
    if (credit > 0) {
      session.control(YamuxFrame.WINDOW, takeFlags(), id, credit);
    }
  }

  /// Answers what comes in on the event loop instead of a thread of its own, until the stream ends;
  /// see [ReceiveHalf#respond].
  void respond(Consumer<ByteBuf> bytes) {
    receive.respond(bytes);
  }

  @Override
  public void awaitBeyond(Predicate<byte[]> taken) {
    receive.awaitBeyond(taken);
  }

  /// Writes without waiting, on the event loop; a peer that lets no answer through is reset.
  void reply(byte[] bytes) {
    if (!queue(bytes)) {
      reset();
    }
  }

  @Override
  public boolean writeNow(byte[] source) {
    return source.length <= MAX_DATA && session.sends().hasRoom() && queue(source);
  }

  /// Queues bytes if the peer gave credit for all of them.
  private boolean queue(byte[] bytes) {
    if (!send.tryClaim(bytes.length)) {
      return false;
    }
    ByteBuf frame = session.sends().allocate(YamuxFrame.HEADER + bytes.length);
    YamuxFrame.write(frame, YamuxFrame.DATA, takeFlags(), id, bytes.length).writeBytes(bytes);
    if (session.sends().putControl(frame)) {
      traffic.sent(bytes.length);
    }
    return true;
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, source.length);
    int at = offset;
    int end = offset + length;
    while (at < end) {
      int n = send.claim(Math.min(end - at, MAX_DATA));
      ByteBuf frame = session.sends().allocate(YamuxFrame.HEADER + n);
      YamuxFrame.write(frame, YamuxFrame.DATA, takeFlags(), id, n).writeBytes(source, at, n);
      try {
        session.sends().put(frame, patience());
      } catch (StreamResetException e) {
        throw e;
      } catch (Libp2pException e) {
        reset(); // a frame is missing in the middle: the stream is of no use any more
        throw e;
      }
      traffic.sent(n);
      at += n;
    }
  }

  private int takeFlags() {
    int flags = pendingFlags.get() == 0 ? 0 : pendingFlags.getAndSet(0);
    if ((flags & YamuxFrame.ACK) != 0) {
      session.acknowledged();
    }
    return flags;
  }

  @Override
  public void closeWrite() {
    if (!send.finish()) {
      return;
    }
    boolean done = receive.finished();
    session.control(YamuxFrame.WINDOW, YamuxFrame.FIN | takeFlags(), id, 0);
    if (done) {
      session.remove(this);
    }
  }

  @Override
  public void reset() {
    boolean finished = (send.finished() && receive.finished()) || receive.failed();
    end("this side reset the stream of " + protocol, true, true);
    if (!finished) {
      session.control(YamuxFrame.WINDOW, YamuxFrame.RST | takeFlags(), id, 0);
    }
  }

  @Override
  public void close() {
    closeWrite();
    receive.discard();
  }

  /// How long ago this side closed the stream that the peer keeps open; 0 if it has not.
  long lingersFor(long now) {
    return receive.discardedFor(now);
  }

  /// Unread bytes.
  long unread() {
    return scope.used(Resource.MEMORY);
  }

  /// The peer announces bytes, on the event loop; false if it sends more than it may.
  boolean claimReceive(long length) {
    return receive.claim(length);
  }

  /// Takes a piece of data in; false if too much is unread already.
  boolean accept(ByteBuf piece) {
    return receive.accept(piece);
  }

  /// The peer lets us send more; false if the sum is absurd.
  boolean grant(long credit) {
    return send.grant(credit);
  }

  /// True the first time.
  boolean acknowledge() {
    return acknowledged.compareAndSet(false, true);
  }

  void remoteFinish() {
    receive.finish();
    if (send.finished()) {
      session.remove(this);
    }
  }

  /// Ends the stream for a reason.
  ///
  /// @param cut whether it was reset: then even a half that was finished has failed
  /// @param drop whether bytes received before shall not be read any more
  void end(String reason, boolean cut, boolean drop) {
    send.fail(reason);
    receive.fail(reason, cut, drop);
    session.remove(this);
  }

  /// The session has forgotten the stream.
  void released() {
    receive.released();
    if ((pendingFlags.getAndUpdate(flags -> flags & ~YamuxFrame.ACK) & YamuxFrame.ACK) != 0) {
      session.acknowledged();
    }
    release();
  }

  /// An inbound stream counts until its session has forgotten it and its handler has returned.
  void release() {
    if (holders.decrementAndGet() == 0) {
      scope.give(Resource.INBOUND_STREAMS, 1);
    }
  }
}
