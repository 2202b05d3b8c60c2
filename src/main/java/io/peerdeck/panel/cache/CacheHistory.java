package io.peerdeck.panel.cache;

import io.peerdeck.node.CacheReading;
import io.peerdeck.node.CacheView;
import io.peerdeck.panel.part.TimeChart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;

/// Hit rates over time, taken from cache counters over time: what a chart is drawn from.
final class CacheHistory {
  private CacheHistory() {}

  /// The share of hits among the reads between two readings, oldest first. Where nothing was read
  /// the last known share goes on.
  static TimeChart.Series series(List<CacheReading> readings, CacheView cache) {
    return new TimeChart.Series(
        cache.name(),
        share(readings, cache.id(), CacheView::hits, view -> view.hits() + view.misses()));
  }

  /// The same for each place that answers reads of one cache.
  static List<TimeChart.Series> kinds(List<CacheReading> readings, CacheView cache) {
    return cache.kinds().stream()
        .map(
            kind ->
                new TimeChart.Series(
                    CacheWords.kind(kind),
                    share(
                        readings,
                        cache.id(),
                        view -> reads(view, kind.kind()),
                        view -> view.kinds().stream().mapToLong(CacheView.Kind::reads).sum())))
        .toList();
  }

  private static long reads(CacheView cache, String kind) {
    return cache.kinds().stream()
        .filter(known -> known.kind().equals(kind))
        .mapToLong(CacheView.Kind::reads)
        .sum();
  }

  private static List<TimeChart.Point> share(
      List<CacheReading> readings,
      String id,
      ToLongFunction<CacheView> part,
      ToLongFunction<CacheView> whole) {
    List<TimeChart.Point> points = new ArrayList<>();
    long partBefore = 0;
    long wholeBefore = 0;
    OptionalDouble share = OptionalDouble.empty();
    for (CacheReading reading : readings) {
      Optional<CacheView> now =
          reading.caches().stream().filter(view -> view.id().equals(id)).findFirst();
      if (now.isEmpty()) {
        continue;
      }
      long partNow = part.applyAsLong(now.get());
      long wholeNow = whole.applyAsLong(now.get());
      if (wholeNow > wholeBefore) {
        share = OptionalDouble.of((double) (partNow - partBefore) / (wholeNow - wholeBefore));
      }
      points.add(new TimeChart.Point(reading.at(), share));
      partBefore = partNow;
      wholeBefore = wholeNow;
    }
    return points;
  }
}
