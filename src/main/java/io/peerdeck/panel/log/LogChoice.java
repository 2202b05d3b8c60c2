package io.peerdeck.panel.log;

/// The lines a person chose: from an anchor to where they went. Only on the FX thread.
final class LogChoice {
  private long anchor = -1;
  private long caret = -1;

  void choose(long line, boolean extend) {
    caret = line;
    if (!extend || anchor < 0) {
      anchor = line;
    }
  }

  void clear() {
    anchor = -1;
    caret = -1;
  }

  boolean isEmpty() {
    return caret < 0;
  }

  /// Where the person is; -1 for nowhere.
  long caret() {
    return caret;
  }

  long first() {
    return Math.min(anchor, caret);
  }

  long last() {
    return Math.max(anchor, caret);
  }

  boolean contains(long line) {
    return caret >= 0 && line >= first() && line <= last();
  }
}
