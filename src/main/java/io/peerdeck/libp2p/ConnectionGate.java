package io.peerdeck.libp2p;

import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;

/// Decides who may come in, at each point where more is known: a socket was accepted, its peer is
/// proven, the connection is ready, a stream is asked for. Asked often: answer from memory.
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

  /// Whether the handshake with a socket that came in may begin, before it has cost anything. Asked
  /// on the event loop.
  ///
  /// @param from its network address and port
  default boolean mayAccept(Multiaddr from) {
    return true;
  }

  /// Whether a connection with this peer, just proven by its key, may go on; asked for both
  /// directions.
  boolean mayConnect(PeerId peer);

  /// Whether a connection that is ready for streams may stay; the last word before it is served.
  default boolean mayStay(Connection connection) {
    return true;
  }

  /// Whether the peer may open a stream of this protocol to us. Identify and ping are always
  /// answered and never asked for; a refused protocol looks to the peer as if it did not exist.
  boolean mayOpen(PeerId peer, String protocol);
}
