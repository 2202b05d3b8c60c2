package io.peerdeck.github;

import io.peerdeck.multiformats.PeerdeckException;

/// GitHub, or what stands in for it, could not be asked or must not be.
public final class GitHubException extends PeerdeckException {
  /// @param message what was wrong and what would be right
  public GitHubException(String message) {
    super(message);
  }

  /// @param message what was wrong
  /// @param cause what lies below
  public GitHubException(String message, Throwable cause) {
    super(message, cause);
  }
}
