package io.peerdeck.libp2p;

/// The stream was cut, by the other side, by this side, or because its connection ended. Bytes in
/// flight are lost.
public final class StreamResetException extends Libp2pException {
  private static final long serialVersionUID = 1L;

  /// A reset with its reason.
  public StreamResetException(String message) {
    super(message);
  }
}
