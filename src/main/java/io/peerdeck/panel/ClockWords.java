package io.peerdeck.panel;

/// What an entry says, in plain words.
final class ClockWords {
  private static final Texts TEXTS = Texts.of("clock");

  private ClockWords() {}

  /// `run submitted` for `run.submitted`; a kind of a later version as it is written.
  static String kind(String kind) {
    return TEXTS.has("kind." + kind) ? TEXTS.get("kind." + kind) : kind;
  }

  static String key(String key) {
    return Words.shortId(key);
  }
}
