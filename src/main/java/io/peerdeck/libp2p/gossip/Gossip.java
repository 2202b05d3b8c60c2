package io.peerdeck.libp2p.gossip;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// What is told besides the meshes: IHAVE, IWANT and IDONTWANT. Guarded by the router's lock.
final class Gossip {
  private final GossipConfig config;
  private final GossipLimits limits;
  private final Neighbours neighbours;
  private final PeerScore scores;
  private final Counters counters;
  private final MessageCache cache;
  private final Promises promises;

  Gossip(GossipConfig config, Neighbours neighbours, PeerScore scores, Counters counters) {
    this.config = config;
    this.limits = config.limits();
    this.neighbours = neighbours;
    this.scores = scores;
    this.counters = counters;
    this.cache =
        new MessageCache(
            config.times().windows(), config.times().gossipWindows(), limits.cachedBytes());
    this.promises =
        new Promises(config.random(), config.times().followUp().toNanos(), limits.promises());
  }

  /// A message may be told of from now on.
  void keep(MessageId id, Message message) {
    cache.put(id, message);
  }

  /// A message came, and is sound so far.
  void came(MessageId id) {
    promises.kept(id);
  }

  void left(Peer peer) {
    promises.left(peer.id());
  }

  /// Asks for what the peer has and this node lacks.
  ///
  /// @param lacking ids on these topics that were not seen
  void announced(Peer peer, List<Rpc.IHave> ihaves, Predicate<MessageId> lacking, long now) {
    if (ihaves.isEmpty() || deaf(peer)) {
      return;
    }
    int room = peer.mayBeAsked(limits.asked());
    if (!peer.takesIhave(limits.ihaves()) || room == 0) {
      peer.counters.overBound++;
      return;
    }
    Set<MessageId> wanted = new LinkedHashSet<>();
    for (Rpc.IHave ihave : ihaves) {
      for (MessageId id : ihave.ids()) {
        if (lacking.test(id)) {
          wanted.add(id);
        }
      }
    }
    if (wanted.isEmpty()) {
      return;
    }
    List<MessageId> asked = new ArrayList<>(wanted);
    neighbours.shuffle(asked);
    if (asked.size() > room) {
      peer.counters.overBound += asked.size() - room;
      asked = asked.subList(0, room);
    }
    peer.asked(asked.size());
    promises.made(peer.id(), asked, now);
    counters.topic(ihaves.getFirst().topic()).asked += peer.outbox().iwant(asked);
  }

  /// Gives the peer what it asks for.
  void wanted(Peer peer, List<MessageId> ids) {
    if (ids.isEmpty() || deaf(peer)) {
      return;
    }
    for (MessageId id : ids) {
      if (!peer.mayWant(limits.wanted())) {
        peer.counters.overBound++;
        continue;
      }
      if (peer.hasDeclined(id)) {
        continue;
      }
      Optional<Message> message = cache.give(id, peer.id(), limits.retransmissions());
      if (message.isPresent() && peer.outbox().message(id, message.get())) {
        peer.counters.sent++;
        counters.topic(message.get().topic()).given++;
      }
    }
  }

  /// The peer has these messages.
  void declined(Peer peer, List<MessageId> ids, long heartbeat) {
    Set<MessageId> taken = new LinkedHashSet<>();
    for (MessageId id : ids) {
      if (peer.declines(id, heartbeat, limits.dontWants())) {
        taken.add(id);
      } else {
        peer.counters.overBound++;
      }
    }
    if (!taken.isEmpty()) {
      peer.outbox().declined(taken);
    }
  }

  /// Tells the mesh at once that a large message is here already.
  void decline(MessageId id, Message message, Mesh mesh, Peer from) {
    if (message.dataLength() < config.dontWantBytes()) {
      return;
    }
    for (Peer peer : mesh.members()) {
      if (peer != from && peer.version().knowsDontWant() && !peer.hasDeclined(id)) {
        counters.topic(mesh.topic()).declined += peer.outbox().dontWant(List.of(id));
      }
    }
  }

  /// Tells some peers outside the mesh what was seen on a topic (gossipsub 1.1, "Adaptive Gossip
  /// Dissemination").
  void emit(String topic, Set<Peer> mesh) {
    List<MessageId> ids = cache.gossip(topic);
    if (ids.isEmpty()) {
      return;
    }
    List<Peer> others =
        neighbours.subscribers(
            topic,
            peer ->
                !mesh.contains(peer) && !config.explicit().containsKey(peer.id()) && !deaf(peer));
    int target =
        Math.max(config.degrees().lazy(), (int) (config.degrees().gossipFactor() * others.size()));
    for (Peer peer : others.subList(0, Math.min(target, others.size()))) {
      neighbours.shuffle(ids); // so that, of too many, each peer is told of others
      counters.topic(topic).announced += peer.outbox().ihave(topic, ids);
    }
  }

  /// A heartbeat passed: promises are looked after and the messages grow older.
  void beat(long now, long heartbeat) {
    promises
        .broken(now)
        .forEach(
            (peer, count) -> {
              scores.penalise(peer, count);
              neighbours.get(peer).ifPresent(known -> known.counters.brokenPromises += count);
            });
    long oldest = heartbeat - config.times().windows();
    neighbours.all().forEach(peer -> peer.beat(oldest));
    cache.shift();
  }

  private boolean deaf(Peer peer) {
    return scores.score(peer.id()) < config.score().thresholds().gossip();
  }
}
