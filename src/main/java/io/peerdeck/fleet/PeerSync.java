package io.peerdeck.fleet;

import io.peerdeck.libp2p.Connection;

/// Brings this node's clock and a peer's to the same entries; `ClockSync::sync` in a node.
@FunctionalInterface
public interface PeerSync {
  /// Returns once both sides have what the other had, as far as they could.
  ///
  /// @throws io.peerdeck.multiformats.PeerdeckException if the peer or the connection failed
  void sync(Connection connection);
}
