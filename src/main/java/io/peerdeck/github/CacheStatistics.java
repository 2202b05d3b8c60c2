package io.peerdeck.github;

import java.util.Map;

/// The cache's counters since the node started.
///
/// @param total of all
/// @param operations by kind of question
/// @param tokens by what stands for the token that was shown
/// @param keptBytes held in memory
/// @param capacityBytes that may be held in memory
public record CacheStatistics(
    CacheTally total,
    Map<Operation, CacheTally> operations,
    Map<Partition, CacheTally> tokens,
    long keptBytes,
    long capacityBytes) {
  /// Copies the maps.
  public CacheStatistics {
    operations = Map.copyOf(operations);
    tokens = Map.copyOf(tokens);
  }
}
