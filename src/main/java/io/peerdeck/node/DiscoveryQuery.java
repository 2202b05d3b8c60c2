package io.peerdeck.node;

import java.util.Set;

/// Which found peers to show.
///
/// @param sources only those that one of these sources knows; empty for any
/// @param labels only those with all of these labels; empty for any
/// @param limit how many at most, 0 to 10,000; the best ranked first
public record DiscoveryQuery(Set<String> sources, Set<String> labels, int limit) {
  /// The most peers shown at once.
  public static final int MOST = 10_000;

  /// Copies the sets.
  public DiscoveryQuery {
    sources = Set.copyOf(sources);
    labels = Set.copyOf(labels);
  }

  /// The sources alone.
  public static final DiscoveryQuery SOURCES = new DiscoveryQuery(Set.of(), Set.of(), 0);

  /// The hundred best ranked peers.
  public static final DiscoveryQuery BEST = new DiscoveryQuery(Set.of(), Set.of(), 100);
}
