package io.peerdeck.libp2p;

/// The other side sent or took nothing within the time it had.
public final class StreamTimeoutException extends Libp2pException {
  private static final long serialVersionUID = 1L;

  /// Who was to do what, and how long it had.
  public StreamTimeoutException(String message) {
    super(message);
  }
}
