package io.peerdeck.panel.part;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import java.time.Instant;
import java.time.InstantSource;
import javafx.scene.control.Label;

/// How long ago something was; the moment itself for a curious pointer, and for who listens.
final class AgoLabel extends Label {
  static final String STYLE = "ago";
  private static final Texts TEXTS = Texts.of("common");

  private final Instant at;
  private final InstantSource time;

  AgoLabel(Instant at, InstantSource time) {
    this.at = at;
    this.time = time;
    getStyleClass().add(STYLE);
    Tip.on(this, Words.absolute(at));
    retell();
  }

  /// Says it as of now.
  void retell() {
    String ago = Words.ago(at, time);
    setText(ago);
    setAccessibleText(TEXTS.get("ago.accessible", ago, Words.absolute(at)));
  }
}
