package io.peerdeck.multiformats;

/// Bytes or text that are not the canonical form of what they claim to be, or a map without the
/// field asked for.
public final class MultiformatException extends PeerdeckException {
  /// @param message what was wrong and what would be right
  public MultiformatException(String message) {
    super(message);
  }

  /// @param message what was wrong and what would be right
  /// @param cause the failure below
  public MultiformatException(String message, Throwable cause) {
    super(message, cause);
  }
}
