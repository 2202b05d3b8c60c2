package io.peerdeck.libp2p.gossip;

import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Makes and mends the meshes: joining, leaving, GRAFT, PRUNE and the heartbeat's maintenance
/// (gossipsub 1.1, "Heartbeat Maintenance"). Guarded by the router's lock.
final class MeshKeeper {
  private static final long LONGEST_BACKOFF_SECONDS = Duration.ofHours(1).toSeconds();

  private final GossipConfig config;
  private final GossipConfig.Degrees degrees;
  private final GossipConfig.Times times;
  private final Neighbours neighbours;
  private final PeerScore scores;
  private final Counters counters;
  private final Mesh.Backoffs backoffs;
  private final Map<String, Mesh> meshes = new LinkedHashMap<>();

  MeshKeeper(GossipConfig config, Neighbours neighbours, PeerScore scores, Counters counters) {
    this.config = config;
    this.degrees = config.degrees();
    this.times = config.times();
    this.neighbours = neighbours;
    this.scores = scores;
    this.counters = counters;
    this.backoffs = new Mesh.Backoffs(config.limits().backoffs());
  }

  /// The mesh of a topic this node is subscribed to.
  Optional<Mesh> of(String topic) {
    return Optional.ofNullable(meshes.get(topic));
  }

  Collection<Mesh> all() {
    return meshes.values();
  }

  /// Starts a mesh, preferably with peers known from publishing.
  void join(String topic, List<Peer> known) {
    Mesh mesh = new Mesh(topic);
    meshes.put(topic, mesh);
    known.stream()
        .filter(peer -> fits(mesh, peer))
        .limit(degrees.wanted())
        .forEach(peer -> graft(mesh, peer));
    fill(mesh);
  }

  void leave(String topic, long now) {
    @Nullable Mesh mesh = meshes.remove(topic);
    if (mesh != null) {
      for (Peer peer : List.copyOf(mesh.members())) {
        prune(mesh, peer, false, times.unsubscribeBackoff(), now);
      }
    }
  }

  /// The peer is gone, or no longer subscribed.
  void left(Peer peer, String topic) {
    of(topic).filter(mesh -> mesh.has(peer)).ifPresent(mesh -> unlink(mesh, peer));
  }

  /// The peer takes this node into its meshes.
  void grafted(Peer peer, List<String> topics, long now) {
    for (String topic : new LinkedHashSet<>(topics)) {
      // A GRAFT for a topic nobody here has is not answered, so that it costs nothing.
      of(topic)
          .filter(mesh -> !mesh.has(peer) && peer.subscribedTo(topic))
          .ifPresent(mesh -> grafted(mesh, peer, now));
    }
  }

  private void grafted(Mesh mesh, Peer peer, long now) {
    OptionalLong end = backoffs.end(mesh.topic(), peer.id());
    if (explicit(peer)) {
      refuse(mesh, peer, false, now);
    } else if (end.isPresent() && now - end.getAsLong() < 0) {
      long pruned = end.getAsLong() - times.backoff().toNanos();
      boolean atOnce = now - pruned < times.graftFlood().toNanos();
      scores.penalise(peer.id(), atOnce ? 2 : 1);
      refuse(mesh, peer, false, now);
    } else if (scores.score(peer.id()) < 0) {
      refuse(mesh, peer, false, now);
    } else if (mesh.size() >= degrees.high() && !peer.outbound()) {
      refuse(mesh, peer, true, now);
    } else {
      link(mesh, peer);
    }
  }

  /// The peer took this node out of its meshes; returns the peers it names instead, if it is worth
  /// listening to.
  List<Rpc.Candidate> pruned(Peer peer, List<Rpc.Prune> prunes, long now) {
    List<Rpc.Candidate> offered = new ArrayList<>();
    for (Rpc.Prune prune : prunes) {
      @Nullable Mesh mesh = meshes.get(prune.topic());
      if (mesh == null) {
        continue;
      }
      if (mesh.has(peer)) {
        unlink(mesh, peer);
      }
      long backoff =
          prune.backoffSeconds() == 0
              ? times.backoff().toNanos()
              : Duration.ofSeconds(Math.min(prune.backoffSeconds(), LONGEST_BACKOFF_SECONDS))
                  .toNanos();
      backoffs.add(prune.topic(), peer.id(), now + backoff);
      if (scores.score(peer.id()) >= config.score().thresholds().acceptExchange()) {
        prune.peers().stream()
            .limit(config.limits().exchangedPeers() - offered.size())
            .forEach(offered::add);
      }
    }
    return offered;
  }

  /// A heartbeat passed.
  void beat(long now, long heartbeat) {
    backoffs.clear(now, 2 * times.heartbeat().toNanos());
    for (Mesh mesh : meshes.values()) {
      Map<Peer, Double> scored = new HashMap<>();
      mesh.members().forEach(peer -> scored.put(peer, scores.score(peer.id())));
      for (Peer peer : List.copyOf(mesh.members())) {
        if (scored.getOrDefault(peer, 0.0) < 0) {
          prune(mesh, peer, false, times.backoff(), now);
        }
      }
      if (mesh.size() < degrees.low()) {
        fill(mesh);
      }
      if (mesh.size() > degrees.high()) {
        cut(mesh, scored, now);
      }
      if (mesh.size() >= degrees.low()) {
        fillOutbound(mesh);
      }
      if (heartbeat % times.opportunistic() == 0) {
        graftBetter(mesh);
      }
    }
  }

  private void fill(Mesh mesh) {
    neighbours
        .some(mesh.topic(), degrees.wanted() - mesh.size(), peer -> fits(mesh, peer))
        .forEach(peer -> graft(mesh, peer));
  }

  private void fillOutbound(Mesh mesh) {
    neighbours
        .some(
            mesh.topic(),
            degrees.outbound() - mesh.outbound(),
            peer -> peer.outbound() && fits(mesh, peer))
        .forEach(peer -> graft(mesh, peer));
  }

  /// Keeps the best, and others at random, and enough that this node dialled.
  private void cut(Mesh mesh, Map<Peer, Double> scored, long now) {
    List<Peer> order = new ArrayList<>(mesh.members());
    neighbours.shuffle(order);
    order.sort(Comparator.comparingDouble(peer -> -scored.getOrDefault(peer, 0.0)));
    neighbours.shuffle(order.subList(degrees.best(), order.size()));
    List<Peer> kept = order.subList(0, degrees.wanted());
    List<Peer> rest = order.subList(degrees.wanted(), order.size());
    long outbound = kept.stream().filter(Peer::outbound).count();
    int place = kept.size() - 1;
    for (int i = 0; i < rest.size() && outbound < degrees.outbound(); i++) {
      if (rest.get(i).outbound()) {
        while (kept.get(place).outbound()) {
          place--;
        }
        Peer instead = kept.set(place, rest.get(i));
        rest.set(i, instead);
        outbound++;
      }
    }
    List.copyOf(rest).forEach(peer -> prune(mesh, peer, true, times.backoff(), now));
  }

  /// Where the mesh does badly, brings in some who do better (gossipsub 1.1, "Opportunistic
  /// Grafting").
  private void graftBetter(Mesh mesh) {
    if (mesh.size() < 2) {
      return;
    }
    double[] sorted =
        mesh.members().stream().mapToDouble(peer -> scores.score(peer.id())).sorted().toArray();
    double median = sorted[sorted.length / 2];
    if (median < config.score().thresholds().opportunisticGraft()) {
      neighbours
          .some(
              mesh.topic(),
              times.opportunisticPeers(),
              peer -> fits(mesh, peer) && scores.score(peer.id()) > median)
          .forEach(peer -> graft(mesh, peer));
    }
  }

  private boolean fits(Mesh mesh, Peer peer) {
    return !mesh.has(peer)
        && !explicit(peer)
        && !backoffs.holds(mesh.topic(), peer.id())
        && scores.score(peer.id()) >= 0;
  }

  private boolean explicit(Peer peer) {
    return config.explicit().containsKey(peer.id());
  }

  private void graft(Mesh mesh, Peer peer) {
    link(mesh, peer);
    peer.outbox().graft(mesh.topic());
  }

  private void link(Mesh mesh, Peer peer) {
    mesh.members().add(peer);
    counters.topic(mesh.topic()).grafts++;
    scores.grafted(peer.id(), mesh.topic(), config.nanos().getAsLong());
  }

  private void unlink(Mesh mesh, Peer peer) {
    mesh.members().remove(peer);
    counters.topic(mesh.topic()).prunes++;
    scores.pruned(peer.id(), mesh.topic());
  }

  private void prune(Mesh mesh, Peer peer, boolean exchange, Duration backoff, long now) {
    unlink(mesh, peer);
    sayPrune(mesh, peer, exchange, backoff, now);
  }

  private void refuse(Mesh mesh, Peer peer, boolean exchange, long now) {
    sayPrune(mesh, peer, exchange, times.backoff(), now);
  }

  private void sayPrune(Mesh mesh, Peer peer, boolean exchange, Duration backoff, long now) {
    backoffs.add(mesh.topic(), peer.id(), now + backoff.toNanos());
    boolean modern = peer.version().knowsBackoff();
    List<Rpc.Candidate> others = exchange && modern ? others(mesh.topic(), peer.id()) : List.of();
    long seconds = modern ? Math.ceilDiv(backoff.toNanos(), 1_000_000_000L) : 0;
    peer.outbox().prune(new Rpc.Prune(mesh.topic(), others, seconds));
  }

  private List<Rpc.Candidate> others(String topic, PeerId than) {
    return neighbours
        .some(
            topic,
            config.limits().exchangedPeers(),
            peer -> !peer.id().equals(than) && scores.score(peer.id()) >= 0)
        .stream()
        .map(peer -> new Rpc.Candidate(peer.id(), config.exchange().signedRecord(peer.id())))
        .toList();
  }
}
