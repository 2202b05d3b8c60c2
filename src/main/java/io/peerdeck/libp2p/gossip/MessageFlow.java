package io.peerdeck.libp2p.gossip;

import io.peerdeck.multiformats.PeerId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What becomes of each message: seen before or not, signed or not, good or not, and where it goes
/// on to. Guarded by the router's lock.
final class MessageFlow {
  private final PeerId self;
  private final GossipConfig config;
  private final Neighbours neighbours;
  private final PeerScore scores;
  private final Counters counters;
  private final MeshKeeper meshes;
  private final Gossip gossip;
  private final SeenCache seen;
  private final Deliveries deliveries;
  // Messages whose signatures are being looked at: another copy of the same bytes is not looked at
  // again. At most what the readers have in hand.
  private final Map<MessageId, Message> looking = new HashMap<>();
  private long heartbeat;

  MessageFlow(
      PeerId self,
      GossipConfig config,
      Neighbours neighbours,
      PeerScore scores,
      Counters counters,
      MeshKeeper meshes,
      Gossip gossip) {
    this.self = self;
    this.config = config;
    this.neighbours = neighbours;
    this.scores = scores;
    this.counters = counters;
    this.meshes = meshes;
    this.gossip = gossip;
    this.seen = new SeenCache(config.times().seen(), config.limits().seen());
    this.deliveries =
        new Deliveries(scores, config.times().seen().toNanos(), config.limits().seen());
  }

  boolean lacks(MessageId id) {
    return !seen.contains(id, now());
  }

  /// Whether a message is worth a look at its signature.
  boolean fresh(Peer peer, Message message) {
    if (meshes.of(message.topic()).isEmpty()) {
      counters.foreign++;
      return false;
    }
    Optional<MessageId> id = message.id();
    if (id.isEmpty()) {
      return true;
    }
    Message other = looking.putIfAbsent(id.get(), message);
    boolean same = other != null && Arrays.equals(other.raw(), message.raw());
    if (same || !lacks(id.get())) {
      looking.remove(id.get(), message);
      duplicate(peer, id.get(), message.topic());
      return false;
    }
    return true;
  }

  private void duplicate(Peer peer, MessageId id, String topic) {
    peer.counters.duplicates++;
    counters.topic(topic).duplicates++;
    // Who brings it has it: what of it still waits for that peer need not be sent.
    peer.knows(id, heartbeat, config.limits().dontWants());
    peer.outbox().declined(Set.of(id));
    deliveries.duplicate(id, peer.id(), topic, now());
  }

  /// Nobody looks at this copy's signature any more.
  void looked(Message message) {
    message.id().ifPresent(id -> looking.remove(id, message));
  }

  int looking() {
    return looking.size();
  }

  /// The signature was looked at; returns the message if it is to be validated. Only a sound one
  /// counts as seen: a forgery must not keep the real one away.
  Optional<GossipMessage> checked(Peer peer, Message message, StrictSign.Finding finding) {
    @Nullable Mesh mesh = meshes.of(message.topic()).orElse(null);
    if (mesh == null) {
      return Optional.empty();
    }
    TopicCounters counted = counters.topic(message.topic());
    switch (finding) {
      case UNSIGNED, FORGED -> {
        peer.counters.invalid++;
        counted.rejected++;
        scores.invalid(peer.id(), message.topic());
        return Optional.empty();
      }
      case UNKNOWN_KEY -> {
        counted.ignored++;
        return Optional.empty();
      }
      case SOUND -> {}
    }
    MessageId id = message.id().orElseThrow();
    PeerId author = PeerId.decode(message.from().orElseThrow());
    gossip.came(id);
    if (!seen.add(id, now())) {
      duplicate(peer, id, message.topic());
      return Optional.empty();
    }
    if (author.equals(self)) { // from before a restart; nobody's fault
      counted.ignored++;
      return Optional.empty();
    }
    peer.counters.first++;
    deliveries.began(id, now());
    gossip.decline(id, message, mesh, peer);
    return Optional.of(new GossipMessage(id, author, message.topic(), message.data(), peer.id()));
  }

  /// The message was validated; if it is good, it is passed on. Returns whether it is to be
  /// delivered.
  boolean judged(GossipMessage sound, Message message, Verdict verdict) {
    deliveries.judged(sound.id(), sound.from(), sound.topic(), verdict, now());
    TopicCounters counted = counters.topic(sound.topic());
    switch (verdict) {
      case REJECT -> {
        neighbours.get(sound.from()).ifPresent(peer -> peer.counters.invalid++);
        counted.rejected++;
        return false;
      }
      case IGNORE -> {
        counted.ignored++;
        return false;
      }
      case ACCEPT -> {}
    }
    @Nullable Mesh mesh = meshes.of(sound.topic()).orElse(null);
    if (mesh == null) {
      return false;
    }
    counted.received++;
    gossip.keep(sound.id(), message);
    Set<Peer> to = new LinkedHashSet<>(mesh.members());
    if (!config.explicit().isEmpty()) {
      to.addAll(
          neighbours.subscribers(sound.topic(), peer -> config.explicit().containsKey(peer.id())));
    }
    to.removeIf(peer -> peer.id().equals(sound.from()) || peer.id().equals(sound.author()));
    send(sound.id(), message, to);
    return true;
  }

  /// A message of this node's own; returns how many peers it is sent to.
  int own(Message message, Set<Peer> to) {
    MessageId id = message.id().orElseThrow();
    seen.add(id, now());
    gossip.keep(id, message);
    counters.topic(message.topic()).published++;
    return send(id, message, to);
  }

  private int send(MessageId id, Message message, Set<Peer> to) {
    TopicCounters counted = counters.topic(message.topic());
    int sent = 0;
    for (Peer peer : to) {
      if (peer.hasDeclined(id)) {
        continue;
      }
      if (peer.outbox().message(id, message)) {
        peer.counters.sent++;
        sent++;
      } else {
        peer.counters.dropped++;
        counted.dropped++;
      }
    }
    counted.sent += sent;
    return sent;
  }

  /// A heartbeat passed.
  void beat() {
    heartbeat++;
    seen.expire(now());
  }

  private long now() {
    return config.nanos().getAsLong();
  }
}
