package io.peerdeck.fleet.discovery;

import io.peerdeck.multiformats.PeerdeckException;

/// A source of peers could not do what was asked of it, with the reason.
public final class DiscoveryException extends PeerdeckException {
  private static final long serialVersionUID = 1L;

  /// A failure with a sentence for people.
  public DiscoveryException(String message) {
    super(message);
  }

  /// A failure with a sentence for people and what caused it.
  public DiscoveryException(String message, Throwable cause) {
    super(message, cause);
  }
}
