package io.peerdeck.libp2p.gossip;

import java.util.LinkedHashMap;
import java.util.Map;

/// What a router counts. Guarded by its lock.
final class Counters {
  private final Map<String, TopicCounters> topics = new LinkedHashMap<>();

  /// Messages on topics that are not subscribed to.
  long foreign;

  /// Streams cut because of what came over them.
  long breaches;

  /// Of a topic this node publishes on or is subscribed to; nobody else chooses which these are.
  TopicCounters topic(String topic) {
    return topics.computeIfAbsent(topic, t -> new TopicCounters());
  }

  Map<String, TopicCounters> topics() {
    return topics;
  }
}
