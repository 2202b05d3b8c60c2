package io.peerdeck.clock;

import io.peerdeck.multiformats.PeerdeckException;

/// An entry, a sync or a clock that is not as it must be, with the reason.
public final class ClockException extends PeerdeckException {
  private static final long serialVersionUID = 1L;

  public ClockException(String message) {
    super(message);
  }

  public ClockException(String message, Throwable cause) {
    super(message, cause);
  }
}
