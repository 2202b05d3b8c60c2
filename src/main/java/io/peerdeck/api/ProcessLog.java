package io.peerdeck.api;

import io.peerdeck.node.LogLevel;
import java.util.List;

/// How much this process says of itself, on its standard error and in the logs of its nodes.
public final class ProcessLog {
  private ProcessLog() {}

  /// What can be asked for, gravest first.
  public static List<String> levels() {
    return LogLevel.texts();
  }

  /// From now on this process says what is of this level or graver. Throws [ApiException] 400.
  public static void say(String level) {
    of(level).apply();
  }

  static LogLevel of(String level) {
    return LogLevel.of(level)
        .orElseThrow(
            () ->
                new ApiException(
                    400,
                    "`"
                        + level
                        + "` is no level of a log: name one of "
                        + String.join(", ", levels())
                        + "."));
  }
}
