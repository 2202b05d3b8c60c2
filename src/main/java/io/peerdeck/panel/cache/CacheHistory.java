package io.peerdeck.panel.cache;

import io.peerdeck.node.CacheReading;
import io.peerdeck.node.CacheView;
import io.peerdeck.panel.part.TimeChart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Hit rates over time, taken from cache counters over time: what a chart is drawn from.
final class CacheHistory {
  private CacheHistory() {}

  /// The share of hits among the reads between two readings, oldest first. Where nothing was read
  /// the last known share goes on.
  static TimeChart.Series series(List<CacheReading> readings, CacheView cache) {
    List<TimeChart.Point> points = new ArrayList<>();
    Optional<CacheView> before = Optional.empty();
    OptionalDouble rate = OptionalDouble.empty();
    for (CacheReading reading : readings) {
      Optional<CacheView> now =
          reading.caches().stream().filter(view -> view.id().equals(cache.id())).findFirst();
      if (now.isEmpty()) {
        continue;
      }
      long hits = now.get().hits() - before.map(CacheView::hits).orElse(0L);
      long reads = hits + now.get().misses() - before.map(CacheView::misses).orElse(0L);
      if (reads > 0) {
        rate = OptionalDouble.of((double) hits / reads);
      }
      points.add(new TimeChart.Point(reading.at(), rate));
      before = now;
    }
    return new TimeChart.Series(cache.name(), points);
  }
}
