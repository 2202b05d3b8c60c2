package io.peerdeck.store;

import io.peerdeck.multiformats.PeerdeckException;

/// A database file that cannot be opened, read or written, with the file and what to do about it.
public final class StoreException extends PeerdeckException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
