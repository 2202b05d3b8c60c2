package io.peerdeck.node;

import java.util.List;

/// What this node knows of peers besides the fleet's own record.
///
/// @param sources where it looks, empty for a node that keeps off the network
/// @param peers the best ranked that were asked for
/// @param known how many peers are known in all
public record DiscoveryView(List<SourceView> sources, List<FoundPeer> peers, int known) {
  /// Copies the lists.
  public DiscoveryView {
    sources = List.copyOf(sources);
    peers = List.copyOf(peers);
  }
}
