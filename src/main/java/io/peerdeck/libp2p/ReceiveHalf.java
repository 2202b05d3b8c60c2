package io.peerdeck.libp2p;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The inbound half of a stream: the event loop puts bytes in within the window, one thread takes
/// them out.
final class ReceiveHalf {
  // What is larger is worth a thread's waking.
  private static final int MOST_SHOWN = 1024;

  private final YamuxStream stream;
  private final YamuxSession session;
  private final ResourceScope scope;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition readable = lock.newCondition();

  // Guarded by lock.
  private final ReceiveBuffer received = new ReceiveBuffer();
  private final ReceiveWindow window;
  private @Nullable Consumer<ByteBuf> responder;
  private @Nullable Predicate<byte[]> taker;
  private boolean finished;
  private boolean discarding;
  private boolean cut;
  private long closedAt;
  private @Nullable String failure;

  ReceiveHalf(YamuxStream stream, YamuxSession session, ResourceScope scope) {
    this.stream = stream;
    this.session = session;
    this.scope = scope;
    this.window = new ReceiveWindow(session, scope);
  }

  /// Reads at least one byte; -1 at the end.
  int read(byte[] target, int offset, int length) {
    int n;
    int credit;
    lock.lock();
    try {
      long left = stream.patience();
      while (received.size() == 0) {
        if (discarding) {
          throw new Libp2pException("this side closed the stream of " + stream.protocol());
        }
        if (finished && !cut) {
          return -1;
        }
        if (failure != null) {
          throw new StreamResetException(failure);
        }
        left = stream.await(readable, left, "sent");
      }
      n = received.read(target, offset, length);
      credit = credit(n);
    } finally {
      lock.unlock();
    }
    scope.give(Resource.MEMORY, n);
    stream.consumed(n, credit);
    return n;
  }

  /// Waits until there is something to read that `taken` does not take, or the end.
  void awaitBeyond(Predicate<byte[]> taken) {
    lock.lock();
    try {
      taker = taken;
      long left = stream.patience();
      while (received.size() == 0 && !discarding && !finished && failure == null) {
        left = stream.await(readable, left, "sent");
      }
    } finally {
      taker = null;
      lock.unlock();
    }
  }

  /// Whether the reader waits at the beginning of a message and lets go of this.
  private boolean isTaken(ByteBuf piece, int length) {
    Predicate<byte[]> shown = taker;
    if (shown == null || received.size() > 0 || length > MOST_SHOWN) {
      return false;
    }
    byte[] bytes = new byte[length];
    piece.getBytes(piece.readerIndex(), bytes);
    return shown.test(bytes);
  }

  private int credit(int n) {
    return finished || failure != null ? 0 : window.consumed(n);
  }

  /// From now on `bytes` gets everything, on the event loop, what is unread included; it must keep
  /// nothing. Returns when the stream ends.
  ///
  /// @throws Libp2pException if it is reset, or nothing came for the stream's deadline
  void respond(Consumer<ByteBuf> bytes) {
    session.onLoop(() -> begin(bytes));
    lock.lock();
    try {
      long left = stream.patience();
      long seen = window.total();
      while (!discarding && !finished && failure == null) {
        left = stream.await(readable, left, "sent");
        if (window.total() != seen) {
          seen = window.total();
          left = stream.patience();
        }
      }
      if (failure != null) {
        throw new StreamResetException(failure);
      }
    } finally {
      lock.unlock();
    }
  }

  private void begin(Consumer<ByteBuf> bytes) {
    byte[] early;
    lock.lock();
    try {
      early = new byte[received.size()];
      received.read(early, 0, early.length);
      responder = bytes;
    } finally {
      lock.unlock();
    }
    scope.give(Resource.MEMORY, early.length);
    if (early.length > 0) {
      respond(Unpooled.wrappedBuffer(early), bytes);
    }
  }

  private void respond(ByteBuf piece, Consumer<ByteBuf> bytes) {
    int n = piece.readableBytes();
    bytes.accept(piece);
    int credit;
    lock.lock();
    try {
      credit = credit(n);
    } finally {
      lock.unlock();
    }
    stream.consumed(n, credit);
  }

  /// The peer announces bytes, on the event loop; false if it sends more than it may.
  boolean claim(long length) {
    lock.lock();
    try {
      return window.claim(length);
    } finally {
      lock.unlock();
    }
  }

  /// Takes a piece of data in; false if too much is unread already.
  boolean accept(ByteBuf piece) {
    int n = piece.readableBytes();
    Consumer<ByteBuf> direct;
    int credit = 0;
    lock.lock();
    try {
      direct = responder;
      if (discarding || failure != null) {
        return true;
      }
      if (direct == null && isTaken(piece, n)) {
        credit = credit(n);
      } else if (direct == null) {
        if (!scope.tryTake(Resource.MEMORY, n)) {
          return false;
        }
        received.add(piece);
        readable.signal();
        return true;
      }
    } finally {
      lock.unlock();
    }
    if (direct == null) {
      stream.consumed(n, credit);
    } else {
      respond(piece, direct);
    }
    return true;
  }

  /// The peer will send no more.
  void finish() {
    lock.lock();
    try {
      finished = true;
      readable.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean finished() {
    lock.lock();
    try {
      return finished;
    } finally {
      lock.unlock();
    }
  }

  /// Nobody here reads any more; what comes is dropped.
  void discard() {
    int dropped;
    lock.lock();
    try {
      if (!discarding) {
        discarding = true;
        closedAt = session.now();
      }
      dropped = received.clear();
      readable.signalAll();
    } finally {
      lock.unlock();
    }
    scope.give(Resource.MEMORY, dropped);
  }

  /// How long ago this side stopped reading, in nanoseconds; 0 if it has not.
  long discardedFor(long now) {
    lock.lock();
    try {
      return discarding ? now - closedAt : 0;
    } finally {
      lock.unlock();
    }
  }

  /// @param reset whether even a half that was finished has failed
  /// @param drop whether bytes received before shall not be read any more
  void fail(String reason, boolean reset, boolean drop) {
    int dropped = 0;
    lock.lock();
    try {
      if (failure == null) {
        failure = reason;
      }
      cut |= reset;
      if (drop) {
        dropped = received.clear();
      }
      readable.signalAll();
    } finally {
      lock.unlock();
    }
    scope.give(Resource.MEMORY, dropped);
  }

  boolean failed() {
    lock.lock();
    try {
      return failure != null;
    } finally {
      lock.unlock();
    }
  }

  /// The session has forgotten the stream.
  void released() {
    lock.lock();
    try {
      window.close();
    } finally {
      lock.unlock();
    }
  }
}
