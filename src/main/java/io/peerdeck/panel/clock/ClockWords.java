package io.peerdeck.panel.clock;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;

/// What an entry says, in plain words.
public final class ClockWords {
  private static final Texts TEXTS = Texts.of("clock");

  private ClockWords() {}

  /// `run submitted` for `run.submitted`; a kind of a later version as it is written.
  public static String kind(String kind) {
    return TEXTS.has("kind." + kind) ? TEXTS.get("kind." + kind) : kind;
  }

  public static String key(String key) {
    return Words.shortId(key);
  }
}
