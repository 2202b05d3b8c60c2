package io.peerdeck.api.metrics;

import io.peerdeck.node.Distribution;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// The metrics of one scrape, family by family. Names and units are by Prometheus' conventions:
/// base units, `_total` behind what only grows (which is added when it is written).
final class Families {
  private final MetricSnapshots.Builder all = MetricSnapshots.builder();

  /// One number that goes up and down.
  void gauge(String name, String help, double value) {
    gauges(name, help, List.of(value), one -> Labels.EMPTY, one -> one);
  }

  /// One for each thing; none where there is no thing.
  <T> void gauges(
      String name,
      String help,
      Iterable<T> things,
      Function<T, Labels> labels,
      ToDoubleFunction<T> value) {
    GaugeSnapshot.Builder family = GaugeSnapshot.builder().name(name).help(help);
    for (T thing : things) {
      family.dataPoint(
          GaugeSnapshot.GaugeDataPointSnapshot.builder()
              .labels(labels.apply(thing))
              .value(value.applyAsDouble(thing))
              .build());
    }
    all.metricSnapshot(family.build());
  }

  /// One number that only grows while the node runs.
  void counter(String name, String help, double value) {
    counters(name, help, List.of(value), one -> Labels.EMPTY, one -> one);
  }

  /// One for each thing; none where there is no thing.
  <T> void counters(
      String name,
      String help,
      Iterable<T> things,
      Function<T, Labels> labels,
      ToDoubleFunction<T> value) {
    CounterSnapshot.Builder family = CounterSnapshot.builder().name(name).help(help);
    for (T thing : things) {
      family.dataPoint(
          CounterSnapshot.CounterDataPointSnapshot.builder()
              .labels(labels.apply(thing))
              .value(value.applyAsDouble(thing))
              .build());
    }
    all.metricSnapshot(family.build());
  }

  /// Times in seconds, one distribution for each value of a label.
  void times(String name, String help, String label, Map<String, Distribution> times) {
    HistogramSnapshot.Builder family = HistogramSnapshot.builder().name(name).help(help);
    times.forEach((value, each) -> family.dataPoint(point(Labels.of(label, value), each)));
    all.metricSnapshot(family.build());
  }

  /// Times in seconds.
  void times(String name, String help, Distribution times) {
    all.metricSnapshot(
        HistogramSnapshot.builder()
            .name(name)
            .help(help)
            .dataPoint(point(Labels.EMPTY, times))
            .build());
  }

  private static HistogramSnapshot.HistogramDataPointSnapshot point(
      Labels labels, Distribution times) {
    return HistogramSnapshot.HistogramDataPointSnapshot.builder()
        .labels(labels)
        .classicHistogramBuckets(ClassicHistogramBuckets.of(times.bounds(), times.counts()))
        .sum(times.sum())
        .build();
  }

  /// Words that say what is looked at.
  void info(String name, String help, Labels words) {
    all.metricSnapshot(
        InfoSnapshot.builder()
            .name(name)
            .help(help)
            .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder().labels(words).build())
            .build());
  }

  MetricSnapshots build() {
    return all.build();
  }
}
