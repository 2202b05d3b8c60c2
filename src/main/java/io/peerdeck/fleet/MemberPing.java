package io.peerdeck.fleet;

import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Measures round trips with one peer while there is a link with it. The keeper's thread calls
/// [#step(long)].
final class MemberPing {
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final PeerId peer;
  private final LinkSurroundings around;
  private final Errand pinging;
  private final PingLog log = new PingLog();

  // Guarded by this.
  private long next;
  private Optional<Duration> rtt = Optional.empty();

  MemberPing(PeerId peer, LinkSurroundings around) {
    this.peer = peer;
    this.around = around;
    this.pinging = around.errand();
    this.next = around.now();
  }

  /// The last round trip; empty before the first, after a lost one, and while there is no link.
  synchronized Optional<Duration> rtt() {
    return rtt;
  }

  /// The share of the last ones that got no answer; empty before the first.
  OptionalDouble loss() {
    return log.loss();
  }

  /// Oldest first.
  List<PingLog.Reading> readings() {
    return log.readings();
  }

  /// The peer greeted us: the first is due.
  synchronized void greeted() {
    next = around.now();
  }

  /// The link is down; what was measured on it says nothing any more.
  synchronized void down() {
    rtt = Optional.empty();
  }

  /// Starts a measurement if one is due.
  synchronized void step(long now) {
    if (now >= next && !pinging.underWay() && around.live().linked(peer)) {
      next = now + around.pace().ping().toNanos();
      pinging.start(this::ping);
    }
  }

  private void ping() {
    Optional<Duration> measured;
    try {
      measured = Optional.of(around.host().ping(peer, PATIENCE));
    } catch (PeerdeckException lost) {
      measured = Optional.empty();
    }
    // One that lost its connection while it waited tells nothing of the path.
    if (measured.isPresent() || !around.host().connections(peer).isEmpty()) {
      log.add(around.now(), measured);
      if (measured.isEmpty()) {
        around.exclusion().conduct().note(peer, Deed.TIMEOUT, "no answer to a ping");
      }
    }
    synchronized (this) {
      rtt = measured;
    }
  }
}
