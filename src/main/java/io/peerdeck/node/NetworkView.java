package io.peerdeck.node;

import io.peerdeck.libp2p.LimitReading;
import io.peerdeck.libp2p.Traffic;
import java.util.List;
import java.util.Map;

/// What the network holds and moved since the node started. Both are empty without a network.
///
/// @param limits every bound with its current, highest and refused use
/// @param traffic payload bytes by protocol id
public record NetworkView(List<LimitReading> limits, Map<String, Traffic> traffic) {
  /// Copies both.
  public NetworkView {
    limits = List.copyOf(limits);
    traffic = Map.copyOf(traffic);
  }
}
