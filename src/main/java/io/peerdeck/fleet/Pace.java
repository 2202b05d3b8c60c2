package io.peerdeck.fleet;

import java.time.Duration;

/// How often a node does what keeps the fleet together.
///
/// @param heartbeat between heartbeats of a member that has work
/// @param ping between round-trip measurements of a member; three times that while nothing goes on
///     with it
/// @param sync between two syncs with a member that announces nothing new; ten times that where
///     both are known to have the same
/// @param firstRetry the first pause after a failed dial; doubles up to `longestRetry`
/// @param longestRetry the longest pause between dials
/// @param dial how long one dial may take
public record Pace(
    Duration heartbeat,
    Duration ping,
    Duration sync,
    Duration firstRetry,
    Duration longestRetry,
    Duration dial) {
  /// 1 s, 10 s, 30 s; 0.2 s to 5 s; 10 s.
  public static final Pace STANDARD =
      new Pace(
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMillis(200),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10));

  /// Between two syncs with a member that told, over a link that is up since, the very heads this
  /// node has.
  Duration agreedSync() {
    return sync.multipliedBy(10);
  }

  /// Between round-trip measurements of a member with which nothing goes on: its heartbeats tell
  /// that it is there. Shorter than the minute after which a ping stream is given up.
  Duration calmPing() {
    return ping.multipliedBy(3);
  }

  /// Between heartbeats of a member that has no work: nobody waits for those but to learn that it
  /// is there.
  public Duration idleHeartbeat() {
    return heartbeat.multipliedBy(4);
  }
}
