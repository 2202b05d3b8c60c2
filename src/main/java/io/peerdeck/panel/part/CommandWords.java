package io.peerdeck.panel.part;

/// Values within a command line.
public final class CommandWords {
  private CommandWords() {}

  /// As a shell takes it for one word.
  public static String quoted(String value) {
    return value.matches("[A-Za-z0-9_./:@-]+") ? value : "'" + value.replace("'", "'\\''") + "'";
  }
}
