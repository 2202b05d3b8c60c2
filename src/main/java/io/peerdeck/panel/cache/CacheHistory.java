package io.peerdeck.panel.cache;

import io.peerdeck.node.CacheReading;
import io.peerdeck.node.CacheView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Hit rates over time, taken from cache counters over time: what a chart is drawn from.
final class CacheHistory {
  private CacheHistory() {}

  /// The share of hits among the reads between two readings; empty when nothing was read.
  record Point(Instant at, Optional<Double> hitRate) {}

  /// Points of one cache, oldest first. Where nothing was read the last known rate goes on.
  static List<Point> points(List<CacheReading> readings, String cache) {
    List<Point> points = new ArrayList<>();
    Optional<CacheView> before = Optional.empty();
    Optional<Double> rate = Optional.empty();
    for (CacheReading reading : readings) {
      Optional<CacheView> now =
          reading.caches().stream().filter(view -> view.id().equals(cache)).findFirst();
      if (now.isEmpty()) {
        continue;
      }
      long hits = now.get().hits() - before.map(CacheView::hits).orElse(0L);
      long reads = hits + now.get().misses() - before.map(CacheView::misses).orElse(0L);
      if (reads > 0) {
        rate = Optional.of((double) hits / reads);
      }
      points.add(new Point(reading.at(), rate));
      before = now;
    }
    return points;
  }
}
