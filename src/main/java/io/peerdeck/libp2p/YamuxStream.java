package io.peerdeck.libp2p;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One Yamux stream: two windows, two halves. The event loop puts bytes and credit in, a reading
/// and a writing thread wait for them here.
final class YamuxStream implements Stream {
  static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MAX_DATA = SendQueue.MAX_PLAIN - YamuxFrame.HEADER;

  private final YamuxSession session;
  private final int id;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition readable = lock.newCondition();
  private final Condition writable = lock.newCondition();

  private volatile String protocol = "";
  private volatile @Nullable Connection connection;
  private volatile TrafficCounter traffic = new TrafficCounter();
  private volatile long patience = PATIENCE.toNanos();

  // Guarded by lock.
  private final ReceiveBuffer received = new ReceiveBuffer();
  private final ReceiveWindow receiveWindow;
  private long sendWindow = Limits.INITIAL_WINDOW;
  private int pendingFlags;
  private boolean acknowledged;
  private boolean remoteFinished;
  private boolean localFinished;
  private boolean discarding;
  private boolean cut;
  private long closedAt;
  private @Nullable String failure;

  YamuxStream(YamuxSession session, int id, int firstFlags) {
    this.session = session;
    this.id = id;
    this.pendingFlags = firstFlags;
    this.acknowledged = firstFlags == YamuxFrame.ACK;
    this.receiveWindow = new ReceiveWindow(session);
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

  @Override
  public int read(byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    int n;
    int credit;
    lock.lock();
    try {
      long left = patience;
      while (received.size() == 0) {
        if (discarding) {
          throw new Libp2pException("this side closed the stream of " + protocol);
        }
        if (remoteFinished && !cut) {
          return -1;
        }
        checkAlive();
        left = await(readable, left, "sent");
      }
      n = received.read(target, offset, length);
      credit = remoteFinished || failure != null ? 0 : receiveWindow.consumed(n);
    } finally {
      lock.unlock();
    }
    session.budget().give(n);
    traffic.received(n);
    if (credit > 0) {
      session.control(YamuxFrame.WINDOW, takeFlags(), id, credit);
    }
    return n;
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, source.length);
    int at = offset;
    int end = offset + length;
    while (at < end) {
      int n = claim(end - at);
      ByteBuf frame = session.sends().allocate(YamuxFrame.HEADER + n);
      YamuxFrame.write(frame, YamuxFrame.DATA, takeFlags(), id, n).writeBytes(source, at, n);
      try {
        session.sends().put(frame, patience);
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

  private int claim(int wanted) {
    lock.lock();
    try {
      long left = patience;
      while (sendWindow <= 0 && !localFinished && failure == null) {
        left = await(writable, left, "took");
      }
      checkAlive();
      if (localFinished) {
        throw new Libp2pException("this half of the stream of " + protocol + " is closed");
      }
      int n = (int) Math.min(wanted, Math.min(sendWindow, MAX_DATA));
      sendWindow -= n;
      return n;
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // both callers loop over their condition
  private long await(Condition condition, long left, String verb) {
    try {
      if (left <= 0) {
        throw new StreamTimeoutException(
            "the peer %s nothing on %s within %s"
                .formatted(verb, protocol, Duration.ofNanos(patience)));
      }
      return condition.awaitNanos(left);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Libp2pException("interrupted while waiting on a stream of " + protocol, e);
    }
  }

  private void checkAlive() {
    if (failure != null) {
      throw new StreamResetException(failure);
    }
  }

  private int takeFlags() {
    lock.lock();
    try {
      int flags = pendingFlags;
      pendingFlags = 0;
      if ((flags & YamuxFrame.ACK) != 0) {
        session.acknowledged();
      }
      return flags;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void closeWrite() {
    boolean done;
    lock.lock();
    try {
      if (localFinished || failure != null) {
        return;
      }
      localFinished = true;
      done = remoteFinished;
      writable.signalAll();
    } finally {
      lock.unlock();
    }
    session.control(YamuxFrame.WINDOW, YamuxFrame.FIN | takeFlags(), id, 0);
    if (done) {
      session.remove(this);
    }
  }

  @Override
  public void reset() {
    boolean finished;
    lock.lock();
    try {
      finished = (localFinished && remoteFinished) || failure != null;
    } finally {
      lock.unlock();
    }
    end("this side reset the stream of " + protocol, true, true);
    if (!finished) {
      session.control(YamuxFrame.WINDOW, YamuxFrame.RST | takeFlags(), id, 0);
    }
  }

  @Override
  public void close() {
    closeWrite();
    int dropped;
    lock.lock();
    try {
      discarding = true;
      closedAt = session.now();
      dropped = received.clear();
      readable.signalAll();
    } finally {
      lock.unlock();
    }
    session.budget().give(dropped);
  }

  /// Whether this side closed the stream that long ago and the peer never did.
  boolean lingers(long now, long linger) {
    lock.lock();
    try {
      return discarding && now - closedAt > linger;
    } finally {
      lock.unlock();
    }
  }

  /// The peer's bytes, on the event loop; false if it sent more than it may.
  boolean claimReceive(long length) {
    lock.lock();
    try {
      return receiveWindow.claim(length);
    } finally {
      lock.unlock();
    }
  }

  /// Takes a piece of data in; false if the connection holds too much unread already.
  boolean accept(ByteBuf piece) {
    int n = piece.readableBytes();
    if (!session.budget().take(n)) {
      return false;
    }
    lock.lock();
    try {
      if (!discarding && failure == null) {
        received.add(piece);
        readable.signal();
        return true;
      }
    } finally {
      lock.unlock();
    }
    session.budget().give(n);
    return true;
  }

  /// The peer lets us send more; false if the sum is absurd.
  boolean grant(long credit) {
    lock.lock();
    try {
      sendWindow += credit;
      writable.signal();
      return sendWindow <= 0xffff_ffffL;
    } finally {
      lock.unlock();
    }
  }

  /// True the first time.
  boolean acknowledge() {
    lock.lock();
    try {
      boolean first = !acknowledged;
      acknowledged = true;
      return first;
    } finally {
      lock.unlock();
    }
  }

  void remoteFinish() {
    boolean done;
    lock.lock();
    try {
      remoteFinished = true;
      done = localFinished;
      readable.signalAll();
    } finally {
      lock.unlock();
    }
    if (done) {
      session.remove(this);
    }
  }

  /// Ends the stream for a reason.
  ///
  /// @param cut whether it was reset: then even a half that was finished has failed
  /// @param drop whether bytes received before shall not be read any more
  void end(String reason, boolean cut, boolean drop) {
    int dropped = 0;
    lock.lock();
    try {
      if (failure == null) {
        failure = reason;
      }
      this.cut |= cut;
      if (drop) {
        dropped = received.clear();
      }
      readable.signalAll();
      writable.signalAll();
    } finally {
      lock.unlock();
    }
    session.budget().give(dropped);
    session.remove(this);
  }

  /// The session has forgotten the stream.
  void released() {
    lock.lock();
    try {
      receiveWindow.close();
      if ((pendingFlags & YamuxFrame.ACK) != 0) {
        pendingFlags = 0;
        session.acknowledged();
      }
    } finally {
      lock.unlock();
    }
  }
}
