package io.peerdeck.libp2p.gossip;

import io.peerdeck.multiformats.PeerId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The protocol: who is subscribed to what, where messages go, and what is made of each RPC. Never
/// waits; what is to be sent lands in the peers' outboxes. Safe for use by many threads.
final class Router {
  private final GossipConfig config;
  private final ScoreParams.Thresholds thresholds;
  private final ReentrantLock lock = new ReentrantLock();
  private final Neighbours neighbours;
  private final PeerScore scores;
  private final Counters counters = new Counters();
  private final MeshKeeper meshes;
  private final Gossip gossip;
  private final MessageFlow flow;
  private final Fanout fanout;
  private long heartbeat;

  Router(PeerId self, GossipConfig config) {
    this.config = config;
    this.thresholds = config.score().thresholds();
    GossipLimits limits = config.limits();
    this.neighbours = new Neighbours(config.random());
    this.scores = new PeerScore(config.score(), limits.retained(), now());
    this.meshes = new MeshKeeper(config, neighbours, scores, counters);
    this.gossip = new Gossip(config, neighbours, scores, counters);
    this.flow = new MessageFlow(self, config, neighbours, scores, counters, meshes, gossip);
    this.fanout =
        new Fanout(
            neighbours,
            config.degrees().wanted(),
            config.times().fanout().toNanos(),
            peer -> !explicit(peer) && mayGetOwn(peer));
  }

  /// A peer can be sent to; it is told what this node is subscribed to. False if there are too many
  /// peers, or it is known already.
  ///
  /// @param address its network address, for the score
  boolean peerUp(Peer peer, Optional<String> address) {
    return locked(
        () -> {
          if (neighbours.size() >= config.limits().peers()
              || neighbours.get(peer.id()).isPresent()) {
            return false;
          }
          neighbours.add(peer);
          scores.connected(peer.id(), address);
          meshes.all().forEach(mesh -> peer.outbox().subscription(mesh.topic(), true));
          return true;
        });
  }

  /// The peer is gone; nothing of it stays but a bad score.
  void peerDown(Peer peer) {
    locked(
        () -> {
          if (neighbours.get(peer.id()).orElse(null) == peer) {
            peer.topics().forEach(topic -> meshes.left(peer, topic));
            fanout.left(peer);
            gossip.left(peer);
            neighbours.remove(peer);
            scores.disconnected(peer.id(), now());
          }
          return peer;
        });
  }

  /// The stream to a peer is open, or failed: then it is in no mesh until it is open again.
  void reachable(Peer peer, boolean now) {
    locked(
        () -> {
          if (neighbours.get(peer.id()).orElse(null) == peer && peer.reachable() != now) {
            peer.reachable(now);
            if (now) {
              meshes.all().forEach(mesh -> peer.outbox().subscription(mesh.topic(), true));
            } else {
              peer.topics().forEach(topic -> meshes.left(peer, topic));
              fanout.left(peer);
            }
          }
          return peer;
        });
  }

  /// Lets behaviour on a topic count.
  void count(String topic, TopicScore score) {
    locked(
        () -> {
          scores.count(topic, score);
          return topic;
        });
  }

  /// Takes part in a topic from now on.
  void subscribe(String topic) {
    locked(
        () -> {
          counters.topic(topic);
          neighbours.all().forEach(peer -> peer.outbox().subscription(topic, true));
          meshes.join(topic, fanout.joined(topic));
          return topic;
        });
  }

  void unsubscribe(String topic) {
    locked(
        () -> {
          neighbours.all().forEach(peer -> peer.outbox().subscription(topic, false));
          meshes.leave(topic, now());
          return topic;
        });
  }

  /// Sends an own message on its way; returns how many peers it is sent to.
  int publish(Message message) {
    return locked(
        () -> {
          String topic = message.topic();
          Set<Peer> to = new LinkedHashSet<>();
          if (config.floodPublish()) {
            to.addAll(neighbours.subscribers(topic, this::mayGetOwn));
          } else {
            to.addAll(neighbours.subscribers(topic, this::explicit));
            meshes
                .of(topic)
                .ifPresentOrElse(
                    mesh -> to.addAll(mesh.members()),
                    () -> to.addAll(fanout.publishing(topic, now())));
          }
          return flow.own(message, to);
        });
  }

  /// Takes in news of subscriptions and returns the messages that are worth a look at their
  /// signatures; empty if the peer is not listened to at all.
  Optional<List<Message>> heard(PeerId from, Rpc rpc) {
    return locked(
        () -> {
          @Nullable Peer peer = neighbours.get(from).orElse(null);
          if (peer == null) {
            return Optional.empty();
          }
          if (!explicit(peer) && scores.score(from) < thresholds.graylist()) {
            peer.counters.graylisted++;
            return Optional.empty();
          }
          rpc.subscriptions().forEach(change -> subscription(peer, change));
          List<Message> fresh = new ArrayList<>();
          for (Message message : rpc.publish()) {
            if (flow.fresh(peer, message)) {
              fresh.add(message);
            }
          }
          return Optional.of(fresh);
        });
  }

  private void subscription(Peer peer, Rpc.Subscribe change) {
    String topic = change.topic();
    if (!change.subscribed()) {
      peer.topics().remove(topic);
      meshes.left(peer, topic);
    } else if (!peer.subscribe(topic, config.limits().topicsPerPeer())) {
      peer.counters.overBound++;
    }
  }

  /// A message's signature was looked at; returns it if it is to be validated.
  Optional<GossipMessage> checked(PeerId from, Message message, StrictSign.Finding finding) {
    return locked(
        () -> {
          flow.looked(message);
          return neighbours.get(from).flatMap(peer -> flow.checked(peer, message, finding));
        });
  }

  /// How many messages' signatures are being looked at.
  int looking() {
    return locked(flow::looking);
  }

  /// Nobody will look at these messages after all.
  void unchecked(List<Message> messages) {
    locked(
        () -> {
          messages.forEach(flow::looked);
          return messages;
        });
  }

  /// A message was validated; if it is good, it is passed on. Returns whether it is to be
  /// delivered.
  boolean judged(GossipMessage sound, Message message, Verdict verdict) {
    return locked(() -> flow.judged(sound, message, verdict));
  }

  /// Does what the peer's control entries ask for; returns the peers it names that may be connected
  /// to.
  List<Rpc.Candidate> controlled(PeerId from, Rpc rpc) {
    if (!rpc.hasControl()) {
      return List.of();
    }
    return locked(
        () -> {
          @Nullable Peer peer = neighbours.get(from).orElse(null);
          if (peer == null) {
            return List.of();
          }
          List<Rpc.IHave> ours =
              rpc.ihave().stream().filter(have -> meshes.of(have.topic()).isPresent()).toList();
          gossip.announced(peer, ours, flow::lacks, now());
          gossip.wanted(peer, rpc.iwant());
          gossip.declined(peer, rpc.idontwant(), heartbeat);
          meshes.grafted(peer, rpc.graft(), now());
          return meshes.pruned(peer, rpc.prune(), now());
        });
  }

  /// One round of maintenance.
  void beat() {
    locked(
        () -> {
          heartbeat++;
          scores.tick(now());
          meshes.beat(now(), heartbeat);
          meshes.all().forEach(mesh -> gossip.emit(mesh.topic(), mesh.members()));
          fanout.beat(now()).forEach(gossip::emit);
          gossip.beat(now(), heartbeat);
          flow.beat();
          return heartbeat;
        });
  }

  /// A peer's stream was cut because of what came over it.
  void breached(PeerId peer) {
    locked(
        () -> {
          counters.breaches++;
          scores.penalise(peer, 1);
          return peer;
        });
  }

  /// The subscriber of a topic was too slow for a message.
  void lost(String topic) {
    locked(() -> counters.topic(topic).lost++);
  }

  GossipMetrics metrics() {
    return locked(() -> new Census(neighbours, meshes, scores, counters).take());
  }

  double score(PeerId peer) {
    return locked(() -> scores.score(peer));
  }

  Set<PeerId> mesh(String topic) {
    return locked(
        () -> {
          Set<PeerId> members = new LinkedHashSet<>();
          meshes.of(topic).ifPresent(m -> m.members().forEach(peer -> members.add(peer.id())));
          return members;
        });
  }

  private boolean explicit(Peer peer) {
    return config.explicit().containsKey(peer.id());
  }

  private boolean mayGetOwn(Peer peer) {
    return explicit(peer) || scores.score(peer.id()) >= thresholds.publish();
  }

  private long now() {
    return config.nanos().getAsLong();
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
