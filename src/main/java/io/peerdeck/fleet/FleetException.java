package io.peerdeck.fleet;

import io.peerdeck.multiformats.PeerdeckException;

/// Something the fleet cannot do, with the reason and what would be right.
public final class FleetException extends PeerdeckException {
  private static final long serialVersionUID = 1L;

  /// A refusal with a sentence for people.
  public FleetException(String message) {
    super(message);
  }

  /// A refusal with a sentence for people and what caused it.
  public FleetException(String message, Throwable cause) {
    super(message, cause);
  }
}
