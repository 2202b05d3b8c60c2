package io.peerdeck.libp2p.gossip;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The peers that get what is published on topics this node is not subscribed to. Guarded by the
/// router's lock.
final class Fanout {
  private final Neighbours neighbours;
  private final int wanted;
  private final long ttl;
  private final Predicate<Peer> fit;
  private final Map<String, Group> groups = new HashMap<>();

  private static final class Group {
    private final Set<Peer> peers = new LinkedHashSet<>();
    private long published;
  }

  /// @param fit who may get own messages
  Fanout(Neighbours neighbours, int wanted, long ttl, Predicate<Peer> fit) {
    this.neighbours = neighbours;
    this.wanted = wanted;
    this.ttl = ttl;
    this.fit = fit;
  }

  /// Where a message that is published now goes.
  Set<Peer> publishing(String topic, long now) {
    Group group = groups.computeIfAbsent(topic, t -> new Group());
    group.published = now;
    fill(topic, group);
    return group.peers;
  }

  /// The topic is subscribed to from now on; returns whom it had.
  List<Peer> joined(String topic) {
    @Nullable Group group = groups.remove(topic);
    return group == null ? List.of() : new ArrayList<>(group.peers);
  }

  void left(Peer peer) {
    groups.values().forEach(group -> group.peers.remove(peer));
  }

  /// A heartbeat passed; returns who is told by gossip already, by topic.
  Map<String, Set<Peer>> beat(long now) {
    groups.values().removeIf(group -> now - group.published > ttl);
    Map<String, Set<Peer>> left = new HashMap<>();
    groups.forEach(
        (topic, group) -> {
          group.peers.removeIf(peer -> !peer.subscribedTo(topic) || !fit.test(peer));
          fill(topic, group);
          left.put(topic, group.peers);
        });
    return left;
  }

  private void fill(String topic, Group group) {
    group.peers.addAll(
        neighbours.some(
            topic,
            wanted - group.peers.size(),
            peer -> fit.test(peer) && !group.peers.contains(peer)));
  }
}
