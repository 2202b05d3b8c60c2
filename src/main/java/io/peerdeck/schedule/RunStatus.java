package io.peerdeck.schedule;

import java.util.Locale;

/// The statuses people see, of runs and of tasks.
public enum RunStatus {
  /// Waits for other tasks, is held, or nobody is eligible.
  PENDING,
  /// Has an owner, by rank or by hand, who has not claimed it yet.
  ASSIGNED,
  IN_PROGRESS,
  /// Succeeded, or was skipped.
  COMPLETED,
  FAILED,
  CANCELLED;

  /// The spelling in tables and the API: `in_progress`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reads [#text], in any case.
  ///
  /// @throws ScheduleException naming the choices
  public static RunStatus parse(String text) {
    for (RunStatus status : values()) {
      if (status.text().equalsIgnoreCase(text)) {
        return status;
      }
    }
    throw new ScheduleException(
        "`"
            + text
            + "` is no status; pending, assigned, in_progress, completed, failed and cancelled"
            + " are.");
  }

  /// Whether nothing more happens by itself.
  public boolean finished() {
    return this == COMPLETED || this == FAILED || this == CANCELLED;
  }
}
