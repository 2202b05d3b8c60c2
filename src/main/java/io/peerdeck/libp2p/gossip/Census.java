package io.peerdeck.libp2p.gossip;

import io.peerdeck.multiformats.PeerId;
import java.util.HashMap;
import java.util.Map;

/// Counts everything at one moment. Used under the router's lock.
record Census(Neighbours neighbours, MeshKeeper meshes, PeerScore scores, Counters counters) {

  GossipMetrics take() {
    Map<String, GossipMetrics.Topic> topics = new HashMap<>();
    counters.topics().forEach((topic, counted) -> topics.put(topic, topic(topic, counted)));
    Map<PeerId, GossipMetrics.Peer> peers = new HashMap<>();
    neighbours.all().forEach(peer -> peers.put(peer.id(), peer(peer)));
    return new GossipMetrics(topics, peers, counters.foreign, counters.breaches);
  }

  private GossipMetrics.Topic topic(String topic, TopicCounters counted) {
    return new GossipMetrics.Topic(
        meshes.of(topic).map(Mesh::size).orElse(0),
        (int) neighbours.all().stream().filter(peer -> peer.subscribedTo(topic)).count(),
        counted.published,
        counted.received,
        counted.duplicates,
        counted.rejected,
        counted.ignored,
        counted.sent,
        counted.dropped,
        counted.grafts,
        counted.prunes,
        counted.announced,
        counted.asked,
        counted.given,
        counted.declined,
        counted.lost);
  }

  private GossipMetrics.Peer peer(Peer peer) {
    PeerCounters counted = peer.counters;
    return new GossipMetrics.Peer(
        peer.version().protocol(),
        scores.score(peer.id()),
        peer.topics().size(),
        counted.first,
        counted.duplicates,
        counted.invalid,
        counted.sent,
        counted.dropped,
        counted.graylisted,
        counted.overBound,
        counted.brokenPromises,
        peer.outbox().waitingBytes());
  }
}
