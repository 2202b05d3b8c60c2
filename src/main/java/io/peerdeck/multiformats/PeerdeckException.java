package io.peerdeck.multiformats;

/// The root of every failure Peerdeck itself reports. Each room has its own subclass; the message
/// says what was wrong, where, and what would be right, and may be shown to a person as it is.
public abstract class PeerdeckException extends RuntimeException {
  /// A failure with nothing below it.
  ///
  /// @param message what was wrong, for a person
  protected PeerdeckException(String message) {
    super(message);
  }

  /// A failure that another one caused.
  ///
  /// @param message what was wrong, for a person
  /// @param cause what lies below
  protected PeerdeckException(String message, Throwable cause) {
    super(message, cause);
  }
}
