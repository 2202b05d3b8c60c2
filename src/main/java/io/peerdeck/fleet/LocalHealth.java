package io.peerdeck.fleet;

import java.time.Duration;

/// How well this node itself keeps time. One that stood still suspects itself first: what it did
/// not hear meanwhile is no silence of others; and after that it gives others more time, since it
/// may happen again ("Lifeguard", Dadgar et al. 2017).
final class LocalHealth {
  /// A gap between two signs of being awake from which this node has stood still.
  static final Duration OWN_PAUSE = Duration.ofSeconds(2);

  private static final long LATE_NANOS = Duration.ofMillis(1500).toNanos();
  private static final long RECOVERS_NANOS = Duration.ofSeconds(10).toNanos();
  private static final double MOST = 3;

  private boolean watched;
  private long awakeAt;
  private double lag;
  private long lagAt;

  /// This node is awake; to be said several times a second from the first time on.
  ///
  /// @param now in nanoseconds of the monotonic clock
  void awake(long now) {
    if (watched) {
      long gap = now - awakeAt;
      lag = lag(now) + (gap > OWN_PAUSE.toNanos() ? 1 : gap > LATE_NANOS ? 0.5 : 0);
      lag = Math.min(MOST, lag);
      lagAt = now;
    }
    watched = true;
    awakeAt = now;
  }

  /// How long this node has been standing still, in nanoseconds; 0 while it does not.
  long pause(long now) {
    long still = watched ? now - awakeAt : 0;
    return still > OWN_PAUSE.toNanos() ? still : 0;
  }

  /// By how much to widen what is expected of others: 1 while this node keeps time, 4 at most.
  double slack(long now) {
    return 1 + lag(now);
  }

  private double lag(long now) {
    return Math.max(0, lag - (double) (now - lagAt) / RECOVERS_NANOS);
  }
}
