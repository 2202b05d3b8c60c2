package io.peerdeck.libp2p;

import io.peerdeck.multiformats.PeerdeckException;

/// Something on the wire did not go as it should: no connection, a refused protocol, a deadline, a
/// peer that broke the specification. The message names the peer or address and what was wrong.
public class Libp2pException extends PeerdeckException {
  private static final long serialVersionUID = 1L;

  /// An error with a message a person can act on.
  public Libp2pException(String message) {
    super(message);
  }

  /// An error with its cause.
  public Libp2pException(String message, Throwable cause) {
    super(message, cause);
  }
}
