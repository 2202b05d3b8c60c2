package io.peerdeck.schedule;

import java.util.Locale;

/// How the execution of a task ended.
public enum Conclusion {
  SUCCESS,
  FAILURE,
  CANCELLED,
  /// Its condition did not hold, so nothing ran.
  SKIPPED;

  /// The spelling in entries and expressions: `success`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reads [#text].
  ///
  /// @throws ScheduleException naming the choices
  public static Conclusion parse(String text) {
    for (Conclusion conclusion : values()) {
      if (conclusion.text().equals(text)) {
        return conclusion;
      }
    }
    throw new ScheduleException(
        "`" + text + "` is no conclusion; success, failure, cancelled and skipped are.");
  }
}
