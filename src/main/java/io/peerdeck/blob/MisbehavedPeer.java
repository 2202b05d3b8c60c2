package io.peerdeck.blob;

import io.peerdeck.multiformats.PeerdeckException;

/// A peer sent what no honest peer sends. Caught within this room and reported with the peer's
/// name.
final class MisbehavedPeer extends PeerdeckException {
  private static final long serialVersionUID = 1L;

  MisbehavedPeer(String message) {
    super(message);
  }
}
