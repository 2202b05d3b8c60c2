package io.peerdeck.node;

import java.util.Optional;

/// One cache: its counters since the node started.
///
/// @param configured empty when it works, else what to do to have it
/// @param capacity in bytes or entries as `unit` says; 0 for unbounded by count
public record CacheView(
    String id,
    String name,
    long hits,
    long misses,
    long size,
    long capacity,
    String unit,
    Optional<String> configured) {
  /// Hits among all reads, 0 to 1; empty before the first read.
  public Optional<Double> hitRate() {
    return hits + misses == 0 ? Optional.empty() : Optional.of((double) hits / (hits + misses));
  }
}
