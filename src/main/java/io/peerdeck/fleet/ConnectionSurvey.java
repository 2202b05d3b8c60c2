package io.peerdeck.fleet;

import java.util.concurrent.TimeUnit;

/// Looks over all connections: closes those with whom is kept away, all but one with each peer, and
/// the least valuable where there are too many. Every second, and when there is reason to.
final class ConnectionSurvey {
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final MemberLinks links;
  private final CrossedDials crossed;
  private final ConnectionTrim trim;
  private final KeeperThread keeper;
  private volatile boolean wanted = true;
  private long next; // the keeper's thread's

  ConnectionSurvey(
      MemberLinks links, CrossedDials crossed, ConnectionTrim trim, KeeperThread keeper) {
    this.links = links;
    this.crossed = crossed;
    this.trim = trim;
    this.keeper = keeper;
  }

  /// A connection came, or somebody is to be kept away or let in.
  void soon() {
    wanted = true;
    keeper.wake();
  }

  /// Looks if it is time to; on the keeper's thread.
  void step(long now) {
    if (!wanted && now - next < 0) {
      return;
    }
    wanted = false;
    next = now + EVERY_NANOS;
    if (links.keepAway()) {
      keeper.wake();
    }
    crossed.step(now);
    trim.step();
  }
}
