package io.peerdeck.workflow;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A shell a `run` step may name. A step without one, nor a default, runs `bash -e {0}`, or `sh -e
/// {0}` without bash.
public enum Shell {
  BASH,
  SH,
  PYTHON;

  /// The shell as it is written in a file.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Shell> named(String text) {
    return Arrays.stream(values()).filter(shell -> shell.text().equals(text)).findFirst();
  }
}
