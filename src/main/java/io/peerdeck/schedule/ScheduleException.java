package io.peerdeck.schedule;

import io.peerdeck.multiformats.PeerdeckException;

/// A submission, command or run entry that cannot be used; the message says what would be right.
public final class ScheduleException extends PeerdeckException {
  /// @param message what was wrong and what would be right
  public ScheduleException(String message) {
    super(message);
  }

  /// @param message what was wrong and what would be right
  /// @param cause the failure below
  public ScheduleException(String message, Throwable cause) {
    super(message, cause);
  }
}
