package io.peerdeck.fleet;

import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.PingStream;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Measures round trips with one peer while there is a link with it, more rarely while all is well
/// and nothing goes on. The keeper's thread calls [#step(long)].
final class MemberPing {
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  // So many answers in a row say that all is well.
  private static final int WELL = 6;

  private final PeerId peer;
  private final LinkSurroundings around;
  private final Errand pinging;
  private final PingLog log = new PingLog();

  // Guarded by this.
  private long next;
  private long startedAt;
  private Optional<Duration> rtt = Optional.empty();
  private Optional<PingStream> stream = Optional.empty();

  MemberPing(PeerId peer, LinkSurroundings around) {
    this.peer = peer;
    this.around = around;
    this.pinging = new Errand(around.tasks(), () -> {});
    this.next = around.now();
    this.startedAt = next;
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
    leave();
  }

  /// Starts a measurement if one is due.
  synchronized void step(long now) {
    if (pinging.underWay()) {
      return;
    }
    if (stream.filter(pings -> !around.live().linkedOver(pings.connection())).isPresent()) {
      leave(); // so that nothing goes any more over a connection that is to be closed
    }
    if (now >= next && around.live().linked(peer)) {
      next = now + around.pace().ping().toNanos();
      if (now - startedAt >= around.pace().calmPing().toNanos() || !isCalm()) {
        startedAt = now;
        pinging.start(this::ping);
      }
    }
  }

  private boolean isCalm() {
    return rtt.isPresent()
        && log.answered(WELL)
        && around.liveness().pulse(peer) == Liveness.Pulse.ONLINE
        && around.liveness().lastHeartbeat(peer).filter(Heartbeat::busy).isEmpty()
        && !around.needed().test(peer);
  }

  private synchronized void leave() {
    stream.ifPresent(PingStream::close);
    stream = Optional.empty();
  }

  private void ping() {
    List<Connection> open = around.host().connections(peer);
    if (open.isEmpty()) {
      return;
    }
    Optional<Duration> measured;
    try {
      measured = Optional.of(streamOn(open.getFirst()).ping(PATIENCE));
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
    boolean news;
    synchronized (this) {
      news = rtt.isPresent() != measured.isPresent();
      rtt = measured;
    }
    if (news) {
      around.changed().run();
    }
  }

  private synchronized PingStream streamOn(Connection connection) {
    if (stream.filter(pings -> pings.connection() == connection).isEmpty()) {
      leave();
      stream = Optional.of(around.host().pings(connection));
    }
    return stream.orElseThrow();
  }
}
