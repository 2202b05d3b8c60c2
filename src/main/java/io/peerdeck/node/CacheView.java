package io.peerdeck.node;

import java.util.List;
import java.util.Optional;

/// One cache: its counters since the node started.
///
/// @param kinds how many reads each place answered, the nearest place first
/// @param configured empty when it works, else what it means that it does not and what to do
/// @param capacity in bytes or entries as `unit` says; 0 for unbounded by count
public record CacheView(
    String id,
    String name,
    long hits,
    long misses,
    List<Kind> kinds,
    long size,
    long capacity,
    String unit,
    Optional<String> configured) {
  public CacheView {
    kinds = List.copyOf(kinds);
  }

  /// Reads that one place answered.
  ///
  /// @param kind `memory`, `disk`, `peer` (another machine of the fleet), or `missing` (nobody)
  public record Kind(String kind, long reads) {}

  /// Hits among all reads, 0 to 1; empty before the first read.
  public Optional<Double> hitRate() {
    return hits + misses == 0 ? Optional.empty() : Optional.of((double) hits / (hits + misses));
  }
}
