package io.peerdeck.node;

import java.util.Locale;

/// The statuses people see, for runs and for tasks.
public enum RunStatus {
  PENDING,
  ASSIGNED,
  IN_PROGRESS,
  COMPLETED,
  FAILED,
  CANCELLED;

  /// The spelling of the command line and the API: `in_progress`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reads [#text]; throws [NodeException] naming the choices.
  public static RunStatus parse(String text) {
    for (RunStatus status : values()) {
      if (status.text().equals(text.toLowerCase(Locale.ROOT))) {
        return status;
      }
    }
    throw new NodeException(
        NodeException.Reason.INVALID,
        "`"
            + text
            + "` is not a status: pending, assigned, in_progress, completed, failed or cancelled.");
  }

  /// Whether nothing more will happen by itself.
  public boolean finished() {
    return this == COMPLETED || this == FAILED || this == CANCELLED;
  }
}
