package io.peerdeck.fleet;

import io.peerdeck.libp2p.Connection;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Leaves one connection where two peers have several, since both dialled at once, or one of them
/// lost the first unnoticed. Both ends name the same one ([io.peerdeck.libp2p.Host#connections]);
/// the peer with the lower PeerId closes the others, once that one has answered a ping, carries the
/// live stream, and nothing goes over the others any more.
final class CrossedDials {
  private static final Logger LOG = LoggerFactory.getLogger(CrossedDials.class);
  private static final Duration PROBE = Duration.ofSeconds(2);
  // Whoever was about to use the other one has done so by then.
  private static final long GRACE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long DRAIN_NANOS = Duration.ofSeconds(15).toNanos();

  private final LinkSurroundings around;
  private final Predicate<PeerId> ours;
  private final Map<PeerId, Errand> settling = new ConcurrentHashMap<>();
  private final Map<Connection, Long> superfluousSince = new HashMap<>();

  /// @param ours whose connections are tended; strangers' are not
  CrossedDials(LinkSurroundings around, Predicate<PeerId> ours) {
    this.around = around;
    this.ours = ours;
  }

  /// Looks for several connections with one peer; on the keeper's thread.
  void step(long now) {
    Map<PeerId, Integer> counts = new HashMap<>();
    List<Connection> all = around.host().connections();
    all.forEach(connection -> counts.merge(connection.remotePeer(), 1, Integer::sum));
    PeerId self = around.host().peerId();
    counts.forEach(
        (peer, count) -> {
          if (count > 1 && self.compareTo(peer) < 0 && ours.test(peer)) {
            settle(peer, now);
          }
        });
    settling.keySet().retainAll(counts.keySet());
    superfluousSince.keySet().retainAll(all);
  }

  private void settle(PeerId peer, long now) {
    Errand errand = settling.computeIfAbsent(peer, p -> around.errand());
    if (errand.underWay()) {
      return;
    }
    List<Connection> open = around.host().connections(peer);
    if (open.size() < 2) {
      return;
    }
    Connection kept = open.getFirst();
    if (!around.live().linkedOver(kept)) {
      errand.start(() -> moveTo(kept));
      return;
    }
    for (Connection other : open.subList(1, open.size())) {
      long since = superfluousSince.computeIfAbsent(other, c -> now);
      boolean idle = other.streams() == 0 && now - since > GRACE_NANOS;
      if (idle || now - since > DRAIN_NANOS) {
        LOG.debug("closing {}, since {} is kept", other, kept);
        other.close();
      }
    }
  }

  /// The kept one may be the dead one.
  private void moveTo(Connection kept) {
    try {
      around.host().ping(kept, PROBE);
      if (!around.live().linkedOver(kept)) {
        around.live().open(kept);
      }
    } catch (PeerdeckException dead) {
      LOG.debug("closing {}: {}", kept, dead.getMessage());
      kept.close();
    }
  }
}
