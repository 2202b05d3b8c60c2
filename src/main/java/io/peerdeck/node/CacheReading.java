package io.peerdeck.node;

import java.time.Instant;
import java.util.List;

/// All caches' counters as they stood at a time.
public record CacheReading(Instant at, List<CacheView> caches) {
  public CacheReading {
    caches = List.copyOf(caches);
  }
}
