package io.peerdeck.fleet.discovery;

import java.util.Set;

/// Which peers to name.
///
/// @param sources only those that one of these sources knows; empty for any
/// @param labels only those with all of these labels, without regard to case; empty for any
/// @param limit how many at most, the best ranked
public record PeerQuery(Set<String> sources, Set<String> labels, int limit) {
  /// Copies the sets.
  public PeerQuery {
    sources = Set.copyOf(sources);
    labels = Set.copyOf(labels);
    if (limit < 1) {
      throw new DiscoveryException("a query asks for at least one peer, not " + limit);
    }
  }

  /// The best ranked of all.
  public static PeerQuery best(int limit) {
    return new PeerQuery(Set.of(), Set.of(), limit);
  }
}
