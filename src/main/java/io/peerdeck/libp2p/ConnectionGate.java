package io.peerdeck.libp2p;

import io.peerdeck.multiformats.PeerId;

/// Decides who may come in. Asked on virtual threads, often: answer from memory.
public interface ConnectionGate {
  /// Lets everyone do everything. For tests and for hosts without a fleet.
  ConnectionGate OPEN =
      new ConnectionGate() {
        @Override
        public boolean mayConnect(PeerId peer) {
          return true;
        }

        @Override
        public boolean mayOpen(PeerId peer, String protocol) {
          return true;
        }
      };

  /// Whether a connection with this peer, proven by its key, may stay; asked for both directions.
  boolean mayConnect(PeerId peer);

  /// Whether the peer may open a stream of this protocol to us. Identify and ping are always
  /// answered and never asked for; a refused protocol looks to the peer as if it did not exist.
  boolean mayOpen(PeerId peer, String protocol);
}
