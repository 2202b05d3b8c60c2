package io.peerdeck.node;

import io.peerdeck.libp2p.LimitReading;
import io.peerdeck.libp2p.Traffic;
import io.peerdeck.libp2p.gossip.GossipMetrics;
import java.util.List;
import java.util.Map;

/// What the network holds and moved since the node started. All is empty without a network.
///
/// @param limits every bound with its current, highest and refused use
/// @param traffic payload bytes by protocol id
/// @param gossip meshes, messages, scores and control of gossip
public record NetworkView(
    List<LimitReading> limits, Map<String, Traffic> traffic, GossipMetrics gossip) {
  /// Copies the first two.
  public NetworkView {
    limits = List.copyOf(limits);
    traffic = Map.copyOf(traffic);
  }
}
