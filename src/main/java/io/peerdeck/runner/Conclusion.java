package io.peerdeck.runner;

import java.util.Locale;

/// How a step or a job ended.
public enum Conclusion {
  SUCCESS,
  FAILURE,
  CANCELLED,
  SKIPPED;

  /// The language's word, e.g. `success`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
