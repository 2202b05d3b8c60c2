package io.peerdeck.blob;

import io.peerdeck.multiformats.PeerdeckException;

/// Content that is missing, damaged, out of bounds or unsafe to write, or a peer that did not
/// deliver it.
public final class BlobException extends PeerdeckException {
  private static final long serialVersionUID = 1L;

  /// @param message what was wrong and where
  public BlobException(String message) {
    super(message);
  }

  /// @param message what was wrong and where
  /// @param cause the failure below
  public BlobException(String message, Throwable cause) {
    super(message, cause);
  }
}
