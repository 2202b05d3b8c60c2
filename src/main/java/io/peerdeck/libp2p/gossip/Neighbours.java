package io.peerdeck.libp2p.gossip;

import io.peerdeck.multiformats.PeerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// The connected peers. Guarded by the router's lock.
final class Neighbours {
  private final Map<PeerId, Peer> peers = new LinkedHashMap<>();
  private final RandomGenerator random;

  Neighbours(RandomGenerator random) {
    this.random = random;
  }

  void add(Peer peer) {
    peers.put(peer.id(), peer);
  }

  void remove(Peer peer) {
    peers.remove(peer.id());
  }

  Optional<Peer> get(PeerId id) {
    return Optional.ofNullable(peers.get(id));
  }

  Collection<Peer> all() {
    return peers.values();
  }

  int size() {
    return peers.size();
  }

  /// All subscribers of a topic that can be sent to and fit, in random order.
  List<Peer> subscribers(String topic, Predicate<Peer> fit) {
    List<Peer> some = new ArrayList<>();
    for (Peer peer : peers.values()) {
      if (peer.reachable() && peer.subscribedTo(topic) && fit.test(peer)) {
        some.add(peer);
      }
    }
    shuffle(some);
    return some;
  }

  /// At most `count` of them.
  List<Peer> some(String topic, int count, Predicate<Peer> fit) {
    List<Peer> all = subscribers(topic, fit);
    return all.subList(0, Math.min(Math.max(0, count), all.size()));
  }

  void shuffle(List<?> list) {
    for (int i = list.size() - 1; i > 0; i--) {
      Collections.swap(list, i, random.nextInt(i + 1));
    }
  }
}
