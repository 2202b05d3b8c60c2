package io.peerdeck.fleet;

import java.util.concurrent.TimeUnit;

/// The frames of the second that runs. Used by one thread at a time.
final class FrameRate {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final int most;
  private long since = System.nanoTime();
  private int count;

  /// @param most how many a second may have
  FrameRate(int most) {
    this.most = most;
  }

  /// Whether one more would be too many.
  boolean isFull() {
    long now = System.nanoTime();
    if (now - since > SECOND) {
      since = now;
      count = 0;
    }
    return count >= most;
  }

  void count() {
    count++;
  }
}
