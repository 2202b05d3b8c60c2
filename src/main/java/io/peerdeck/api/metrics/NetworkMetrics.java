package io.peerdeck.api.metrics;

import io.peerdeck.libp2p.LimitReading;
import io.peerdeck.libp2p.gossip.GossipMetrics;
import io.peerdeck.node.NetworkView;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;
import java.util.function.ToLongFunction;

/// Bytes, limits and gossip of the network.
final class NetworkMetrics {
  private NetworkMetrics() {}

  private record Moved(String protocol, String direction, long bytes) {}

  private record Heard(String what, ToLongFunction<GossipMetrics.Topic> count) {}

  static void add(Families families, NetworkView network) {
    List<Moved> moved =
        network.traffic().entrySet().stream()
            .flatMap(
                one ->
                    List.of(
                        new Moved(one.getKey(), "in", one.getValue().received()),
                        new Moved(one.getKey(), "out", one.getValue().sent()))
                        .stream())
            .toList();
    families.counters(
        "peerdeck_protocol_bytes",
        "Payload bytes moved, by protocol.",
        moved,
        one -> Labels.of("protocol", one.protocol(), "direction", one.direction()),
        Moved::bytes);
    families.gauges(
        "peerdeck_limit_usage",
        "How much there is of what is bounded, streams and connections among it; of a bound for"
            + " each peer, the fullest.",
        network.limits(),
        NetworkMetrics::labels,
        LimitReading::current);
    families.gauges(
        "peerdeck_limit_bound",
        "The most there may be of it.",
        network.limits(),
        NetworkMetrics::labels,
        LimitReading::bound);
    families.counters(
        "peerdeck_limit_refusals",
        "How often somebody was refused, cut off or made to wait because of a bound.",
        network.limits(),
        NetworkMetrics::labels,
        LimitReading::refused);
    gossip(families, network.gossip());
  }

  private static Labels labels(LimitReading limit) {
    return Labels.of("limit", limit.limit(), "unit", limit.unit());
  }

  private static void gossip(Families families, GossipMetrics gossip) {
    List<Heard> kinds =
        List.of(
            new Heard("published", GossipMetrics.Topic::published),
            new Heard("received", GossipMetrics.Topic::received),
            new Heard("duplicate", GossipMetrics.Topic::duplicates),
            new Heard("rejected", GossipMetrics.Topic::rejected),
            new Heard("ignored", GossipMetrics.Topic::ignored),
            new Heard("lost", GossipMetrics.Topic::lost));
    record Told(String topic, String what, long count) {}
    List<Told> told =
        gossip.topics().entrySet().stream()
            .flatMap(
                topic ->
                    kinds.stream()
                        .map(
                            kind ->
                                new Told(
                                    topic.getKey(),
                                    kind.what(),
                                    kind.count().applyAsLong(topic.getValue()))))
            .toList();
    families.counters(
        "peerdeck_gossip_messages",
        "Messages of gossip, by what came of them.",
        told,
        one -> Labels.of("topic", one.topic(), "outcome", one.what()),
        Told::count);
    families.gauges(
        "peerdeck_gossip_mesh_peers",
        "Peers in the mesh of a topic.",
        gossip.topics().entrySet(),
        topic -> Labels.of("topic", topic.getKey()),
        topic -> topic.getValue().mesh());
  }
}
