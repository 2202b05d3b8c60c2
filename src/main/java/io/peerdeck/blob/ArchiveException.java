package io.peerdeck.blob;

import io.peerdeck.multiformats.PeerdeckException;

/// An archive that is none, that is too large, or that would write where it must not.
public final class ArchiveException extends PeerdeckException {
  private static final long serialVersionUID = 1L;

  private final boolean tooLarge;

  ArchiveException(String message) {
    this(message, false);
  }

  ArchiveException(String message, Throwable cause) {
    super(message, cause);
    this.tooLarge = false;
  }

  /// @param tooLarge whether it would be taken if there were less of it
  ArchiveException(String message, boolean tooLarge) {
    super(message);
    this.tooLarge = tooLarge;
  }

  /// Whether it holds more than is taken.
  public boolean isTooLarge() {
    return tooLarge;
  }
}
