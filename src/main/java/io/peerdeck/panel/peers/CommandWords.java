package io.peerdeck.panel.peers;

/// Values within a command line.
final class CommandWords {
  private CommandWords() {}

  /// As a shell takes it for one word.
  static String quoted(String value) {
    return value.matches("[A-Za-z0-9_./:@-]+") ? value : "'" + value.replace("'", "'\\''") + "'";
  }
}
