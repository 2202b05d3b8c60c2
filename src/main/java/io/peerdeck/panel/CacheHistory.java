package io.peerdeck.panel;

import io.peerdeck.node.CacheView;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Cache counters over time, the newest [#KEPT] of them: what a chart of hit rates is drawn from.
final class CacheHistory {
  static final int KEPT = 240;

  /// One reading of all caches.
  private record Sample(Instant at, Map<String, CacheView> caches) {}

  /// The share of hits among the reads between two readings; empty when nothing was read.
  record Point(Instant at, Optional<Double> hitRate) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  void add(Instant at, List<CacheView> caches) {
    Map<String, CacheView> byId = new LinkedHashMap<>();
    caches.forEach(cache -> byId.put(cache.id(), cache));
    samples.addLast(new Sample(at, byId));
    if (samples.size() > KEPT) {
      samples.removeFirst();
    }
  }

  /// Points of one cache, oldest first. Where nothing was read the last known rate goes on.
  List<Point> points(String cache) {
    List<Point> points = new ArrayList<>();
    Optional<CacheView> before = Optional.empty();
    Optional<Double> rate = Optional.empty();
    for (Sample sample : samples) {
      CacheView now = sample.caches().get(cache);
      if (now == null) {
        continue;
      }
      long hits = now.hits() - before.map(CacheView::hits).orElse(0L);
      long reads = hits + now.misses() - before.map(CacheView::misses).orElse(0L);
      if (reads > 0) {
        rate = Optional.of((double) hits / reads);
      }
      points.add(new Point(sample.at(), rate));
      before = Optional.of(now);
    }
    return points;
  }
}
