package io.peerdeck.api.metrics;

import io.peerdeck.node.DiskView;
import io.peerdeck.node.MeterView;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeStatus;
import io.peerdeck.node.PeerView;
import io.peerdeck.node.TransferView;
import io.prometheus.metrics.config.PrometheusProperties;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// All metrics of one node and of the virtual machine it runs in.
public final class NodeMetrics {
  private static final List<String> PEER_STATES =
      List.of("online", "suspect", "offline", "joining", "blocked", "frozen");
  private static final List<String> REFUSALS =
      List.of("entry_refused", "bad_block", "breach", "timeout");
  private static final double NANOS = 1e9;

  private final Node node;
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ExpositionFormats formats = ExpositionFormats.init(PrometheusProperties.get());

  private NodeMetrics(Node node) {
    this.node = node;
  }

  /// Of a node; nothing is read before the first scrape.
  public static NodeMetrics of(Node node) {
    NodeMetrics metrics = new NodeMetrics(node);
    JvmMetrics.builder().register(metrics.registry);
    metrics.registry.register(metrics::collect);
    return metrics;
  }

  /// The names of all there may be, also of those that have no value now.
  public Set<String> names() {
    return registry.scrape().stream()
        .map(family -> family.getMetadata().getPrometheusName())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// What a client that sends this `Accept` header is answered with.
  public String contentType(String accept) {
    return writer(accept).getContentType();
  }

  /// Reads everything and writes it as [#contentType] says.
  public void write(String accept, OutputStream out) throws IOException {
    writer(accept).write(out, registry.scrape());
  }

  private ExpositionFormatWriter writer(String accept) {
    return formats.findWriter(accept);
  }

  private MetricSnapshots collect() {
    Families families = new Families();
    NodeStatus status = node.status();
    MeterView meters = node.meters();
    node(families, status);
    jobs(families, status, meters);
    clock(families, status, meters);
    peers(families, meters);
    transfers(families);
    NetworkMetrics.add(families, node.network());
    CacheMetrics.add(families, node.caches(), node.gitHub());
    return families.build();
  }

  private void node(Families families, NodeStatus status) {
    families.info(
        "peerdeck_node",
        "The node that was asked.",
        Labels.of(
            "version", status.version(),
            "name", status.self().name(),
            "peer", status.self().id(),
            "network", status.network()));
    families.gauge(
        "peerdeck_start_time_seconds",
        "When the node started, as Unix time.",
        status.startedAt().toEpochMilli() / 1e3);
    families.gauge(
        "peerdeck_warnings", "What its operator should look at.", status.warnings().size());
    List<DiskView> disk = node.disk().stream().toList();
    families.gauges(
        "peerdeck_disk_used_bytes",
        "What the data folder takes.",
        disk,
        one -> Labels.EMPTY,
        DiskView::used);
    families.gauges(
        "peerdeck_disk_free_bytes",
        "What is free on its disk.",
        disk,
        one -> Labels.EMPTY,
        DiskView::free);
  }

  private static void jobs(Families families, NodeStatus status, MeterView meters) {
    NodeStatus.RunCounts runs = status.runs();
    families.gauges(
        "peerdeck_runs",
        "Runs of the fleet by status.",
        runs.byStatus().entrySet(),
        run -> Labels.of("status", run.getKey()),
        Map.Entry::getValue);
    families.gauge(
        "peerdeck_queue_depth",
        "Runs of the fleet of which nothing has begun.",
        runs.pending() + runs.assigned());
    families.gauge("peerdeck_slots", "Jobs this node runs at once.", status.slots());
    families.gauge("peerdeck_slots_busy", "Jobs it runs now.", status.slotsBusy());
    families.times(
        "peerdeck_job_duration_seconds",
        "How long jobs took that ended on this node.",
        "conclusion",
        meters.jobs());
    families.times(
        "peerdeck_job_wait_seconds",
        "How long jobs had waited for a peer when they began on this node.",
        meters.waits());
    families.counter(
        "peerdeck_job_claims", "Jobs this node claimed, or tried to.", meters.claims());
    families.counter("peerdeck_job_declines", "Jobs this node declined.", meters.declined());
    families.counter(
        "peerdeck_lease_losses",
        "Jobs that other peers had claimed and lost, as this node heard it.",
        meters.deeds().getOrDefault("lease_lost", 0L));
  }

  private static void clock(Families families, NodeStatus status, MeterView meters) {
    families.gauge("peerdeck_clock_entries", "Entries of the clock.", status.clockEntries());
    families.times(
        "peerdeck_clock_lag_seconds",
        "How old entries of other peers were when they came, by the clocks of both.",
        meters.arrivals());
    families.counters(
        "peerdeck_refused_inputs",
        "What peers sent and this node refused, or waited for in vain, by reason.",
        REFUSALS,
        reason -> Labels.of("reason", reason),
        reason -> meters.deeds().getOrDefault(reason, 0L));
  }

  private void peers(Families families, MeterView meters) {
    List<PeerView> peers = node.peers().stream().filter(peer -> !peer.self()).toList();
    Map<String, Long> states = new LinkedHashMap<>();
    PEER_STATES.forEach(state -> states.put(state, 0L));
    peers.forEach(peer -> states.merge(peer.state(), 1L, Long::sum));
    families.gauges(
        "peerdeck_peers",
        "Other peers known, by state.",
        states.entrySet(),
        one -> Labels.of("state", one.getKey()),
        Map.Entry::getValue);
    families.gauges(
        "peerdeck_peer_rtt_seconds",
        "The last round trip to a peer.",
        peers.stream().filter(peer -> peer.rtt().isPresent()).toList(),
        peer -> Labels.of("peer", peer.peer().id(), "name", peer.peer().name()),
        peer -> peer.rtt().orElseThrow().toNanos() / NANOS);
    families.counter(
        "peerdeck_blocks_served",
        "Blocks that other peers sent here when asked.",
        meters.deeds().getOrDefault("block_served", 0L));
  }

  private void transfers(Families families) {
    record Kind(String direction, String state) {}
    List<TransferView> all = node.transfers();
    Map<Kind, Long> kinds =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    one -> new Kind(one.direction(), one.state()),
                    LinkedHashMap::new,
                    Collectors.counting()));
    families.gauges(
        "peerdeck_transfers",
        "Blobs moving now, and among the last hundred that ended, by how.",
        new ArrayList<>(kinds.entrySet()),
        one -> Labels.of("direction", one.getKey().direction(), "state", one.getKey().state()),
        Map.Entry::getValue);
    Map<String, Double> rates =
        all.stream()
            .filter(one -> one.state().equals("running"))
            .collect(
                Collectors.groupingBy(
                    TransferView::direction,
                    LinkedHashMap::new,
                    Collectors.summingDouble(TransferView::bytesPerSecond)));
    families.gauges(
        "peerdeck_transfer_bytes_per_second",
        "How fast blobs move now.",
        List.of("in", "out"),
        direction -> Labels.of("direction", direction),
        direction -> rates.getOrDefault(direction, 0.0));
  }
}
