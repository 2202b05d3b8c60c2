package io.peerdeck.libp2p;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The outbound half of a stream: a writer waits here for the peer's credit.
final class SendHalf {
  private static final long MAX_WINDOW = 0xffff_ffffL;

  private final YamuxStream stream;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition writable = lock.newCondition();

  // Guarded by lock.
  private long window = Limits.INITIAL_WINDOW;
  private boolean finished;
  private @Nullable String failure;

  SendHalf(YamuxStream stream) {
    this.stream = stream;
  }

  /// Waits for credit and uses up to `most` bytes of it.
  int claim(int most) {
    lock.lock();
    try {
      long left = stream.patience();
      while (window <= 0 && !finished && failure == null) {
        left = stream.await(writable, left, "took");
      }
      checkOpen();
      int n = (int) Math.min(most, window);
      window -= n;
      return n;
    } finally {
      lock.unlock();
    }
  }

  /// Uses `bytes` of credit if there is so much; never waits.
  boolean tryClaim(int bytes) {
    lock.lock();
    try {
      if (finished || failure != null || window < bytes) {
        return false;
      }
      window -= bytes;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void checkOpen() {
    if (failure != null) {
      throw new StreamResetException(failure);
    }
    if (finished) {
      throw new Libp2pException("this half of the stream of " + stream.protocol() + " is closed");
    }
  }

  /// The peer lets us send more; false if the sum is absurd.
  boolean grant(long credit) {
    lock.lock();
    try {
      window += credit;
      writable.signal();
      return window <= MAX_WINDOW;
    } finally {
      lock.unlock();
    }
  }

  /// Nothing more will be written; true the first time.
  boolean finish() {
    lock.lock();
    try {
      if (finished || failure != null) {
        return false;
      }
      finished = true;
      writable.signalAll();
      return true;
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

  void fail(String reason) {
    lock.lock();
    try {
      if (failure == null) {
        failure = reason;
      }
      writable.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
