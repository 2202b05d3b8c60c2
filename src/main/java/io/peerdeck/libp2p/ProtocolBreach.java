package io.peerdeck.libp2p;

/// The peer sent what the protocol does not have: the one failure of a conversation that neither
/// the network nor a slow machine explains.
public final class ProtocolBreach extends Libp2pException {
  private static final long serialVersionUID = 1L;

  /// What it sent, in words a person can act on.
  public ProtocolBreach(String message) {
    super(message);
  }

  /// The same with the decoder's reason.
  public ProtocolBreach(String message, Throwable cause) {
    super(message, cause);
  }
}
