package io.peerdeck.runner;

import io.peerdeck.multiformats.PeerdeckException;

/// A job, a step or a file of theirs could not be handled; the message says what was wrong and what
/// would be right.
public final class RunnerException extends PeerdeckException {
  private static final long serialVersionUID = 1;

  /// @param message what was wrong and what would be right, for a person
  public RunnerException(String message) {
    super(message);
  }

  /// @param message what was wrong and what would be right, for a person
  /// @param cause what the machine said
  public RunnerException(String message, Throwable cause) {
    super(message, cause);
  }
}
