package io.peerdeck.libp2p.gossip;

import io.peerdeck.multiformats.PeerId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What each peer is worth (gossipsub 1.1, "The Score Function"). A bad score outlives the
/// connection. Guarded by the router's lock.
final class PeerScore {
  private final ScoreParams params;
  private final Map<String, TopicScore> counted;
  private final int retained;
  // In the order of arrival, so that what is retained too long or too much is found first.
  private final Map<PeerId, Standing> standings = new LinkedHashMap<>();
  private final Map<String, Set<PeerId>> byAddress = new HashMap<>();
  private long nextDecay;
  private int gone;

  private static final class Standing {
    private final Map<String, TopicStats> topics = new HashMap<>();
    private Optional<String> address = Optional.empty();
    private double penalty;
    private boolean connected;
    private long expires;
  }

  PeerScore(ScoreParams params, int retained, long now) {
    this.params = params;
    this.counted = new HashMap<>(params.topics());
    this.retained = retained;
    this.nextDecay = now + params.decayInterval().toNanos();
  }

  /// Behaviour on this topic counts from now on.
  void count(String topic, TopicScore score) {
    counted.put(topic, score);
  }

  void connected(PeerId peer, Optional<String> address) {
    Standing standing = standings.computeIfAbsent(peer, p -> new Standing());
    gone -= !standing.connected && standing.expires != 0 ? 1 : 0;
    standing.connected = true;
    standing.expires = 0;
    standing.address = address;
    address.ifPresent(ip -> byAddress.computeIfAbsent(ip, a -> new HashSet<>()).add(peer));
  }

  void disconnected(PeerId peer, long now) {
    Standing standing = standings.get(peer);
    if (standing == null) {
      return;
    }
    standing.topics.values().forEach(TopicStats::left);
    boolean bad = score(peer) < 0;
    standing.address.ifPresent(
        ip -> byAddress.computeIfPresent(ip, (a, peers) -> without(peers, peer)));
    standings.remove(peer);
    if (bad) {
      standing.connected = false;
      standing.address = Optional.empty();
      standing.expires = Math.max(1, now + params.retain().toNanos());
      standings.put(peer, standing);
      gone++;
      forgetOldest();
    }
  }

  private static @Nullable Set<PeerId> without(Set<PeerId> peers, PeerId peer) {
    peers.remove(peer);
    return peers.isEmpty() ? null : peers;
  }

  private void forgetOldest() {
    Iterator<Standing> oldest = standings.values().iterator();
    while (gone > retained && oldest.hasNext()) {
      if (!oldest.next().connected) {
        oldest.remove();
        gone--;
      }
    }
  }

  void grafted(PeerId peer, String topic, long now) {
    on(peer, topic, stats -> stats.grafted(now));
  }

  void pruned(PeerId peer, String topic) {
    on(peer, topic, TopicStats::pruned);
  }

  void firstDelivery(PeerId peer, String topic) {
    on(peer, topic, TopicStats::firstDelivery);
  }

  /// How long, in nanoseconds, copies of a valid message on this topic count as deliveries.
  long meshWindow(String topic) {
    TopicScore worth = counted.get(topic);
    return worth == null ? 0 : worth.meshWindow().toNanos();
  }

  /// A copy of a message that was found valid `since` nanoseconds ago.
  void nearFirstDelivery(PeerId peer, String topic, long since) {
    on(
        peer,
        topic,
        stats -> {
          if (since <= stats.params().meshWindow().toNanos()) {
            stats.meshDelivery();
          }
        });
  }

  void invalid(PeerId peer, String topic) {
    on(peer, topic, TopicStats::invalid);
  }

  /// Misbehaviour, P₇.
  void penalise(PeerId peer, int times) {
    Standing standing = standings.get(peer);
    if (standing != null) {
      standing.penalty += times;
    }
  }

  private void on(PeerId peer, String topic, Consumer<TopicStats> change) {
    Standing standing = standings.get(peer);
    TopicScore worth = counted.get(topic);
    if (standing != null && worth != null) {
      change.accept(standing.topics.computeIfAbsent(topic, t -> new TopicStats(worth)));
    }
  }

  /// What the peer is worth now; 0 for one that is not known.
  double score(PeerId peer) {
    Standing standing = standings.get(peer);
    if (standing == null) {
      return 0;
    }
    double score = 0;
    for (TopicStats stats : standing.topics.values()) {
      score += stats.score();
    }
    if (params.topicCap() > 0) {
      score = Math.min(score, params.topicCap());
    }
    score += params.applicationWeight() * params.application().applyAsDouble(peer);
    score += params.colocation() * crowd(standing);
    double excess = standing.penalty - params.behaviourThreshold();
    return excess > 0 ? score + params.behaviour() * excess * excess : score;
  }

  private double crowd(Standing standing) {
    if (standing.address.isEmpty() || params.colocationExempt().test(standing.address.get())) {
      return 0;
    }
    int peers = byAddress.getOrDefault(standing.address.get(), Set.of()).size();
    double surplus = Math.max(0, peers - params.colocationThreshold());
    return surplus * surplus;
  }

  /// Lets everything decay that is due, and forgets who left long ago.
  void tick(long now) {
    for (int i = 0; i < 1000 && now - nextDecay >= 0; i++) {
      nextDecay += params.decayInterval().toNanos();
      decay(now);
    }
    if (now - nextDecay >= 0) { // after a long sleep, once is enough
      nextDecay = now + params.decayInterval().toNanos();
    }
  }

  private void decay(long now) {
    Iterator<Standing> each = standings.values().iterator();
    while (each.hasNext()) {
      Standing standing = each.next();
      if (!standing.connected) {
        // Who left keeps what it has until its time is over, so that waiting is no way out.
        if (now - standing.expires >= 0) {
          each.remove();
          gone--;
        }
        continue;
      }
      standing.topics.values().forEach(stats -> stats.decay(params.decayToZero(), now));
      standing.penalty =
          TopicStats.decayed(standing.penalty, params.behaviourDecay(), params.decayToZero());
    }
  }
}
