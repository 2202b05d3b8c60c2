package io.peerdeck.workflow;

import java.util.Locale;

/// The type of a `workflow_dispatch` input.
public enum InputType {
  STRING,
  BOOLEAN,
  NUMBER,
  CHOICE,
  ENVIRONMENT;

  /// The type as it is written in a file.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
