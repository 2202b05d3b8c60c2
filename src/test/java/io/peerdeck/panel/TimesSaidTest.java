package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.look.Theme;
import io.peerdeck.panel.part.Screen;
import io.peerdeck.panel.part.Tip;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import org.junit.jupiter.api.Test;

/// Times are said by how long ago they were, anew as they pass, and in full to a curious pointer.
final class TimesSaidTest {
  private final ScriptedNode node = TourNode.filled();
  private final AtomicReference<Instant> now = new AtomicReference<>(Script.NOW);

  @Test
  void theInspectorSaysHowLongAgoARunWasSubmitted() {
    try (Deck deck = opened()) {
      deck.show(Screen.QUEUE).table("queue").select(1);
      Label ago = deck.node("#inspector .ago", Label.class);
      assertThat(FxThread.<String>call(ago::getText)).isEqualTo("9 h ago");
      assertThat(Tip.of(ago).orElseThrow()).matches("2026-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
      pass(deck, Duration.ofHours(3));
      deck.until("later", () -> said(deck, "#inspector .ago").contains("12 h ago"));
    }
  }

  @Test
  void whoeverWaitsForAnAnswerIsSaidToWaitLongerAsTimePasses() {
    try (Deck deck = opened()) {
      deck.show(Screen.PEERS);
      deck.until("they are there", () -> said(deck, "#peers-needs .label").size() > 3);
      assertThat(said(deck, "#peers-needs .label"))
          .anyMatch(text -> text.startsWith("nuc-8 asked 2 min ago to be let into the fleet"))
          .anyMatch(text -> text.endsWith("first run of nuc-1 here. (40 s ago)"));
      pass(deck, Duration.ofHours(1));
      assertThat(said(deck, "#peers-needs .label"))
          .anyMatch(text -> text.startsWith("nuc-8 asked 1 h ago to be let into the fleet"))
          .anyMatch(text -> text.endsWith("first run of nuc-1 here. (1 h ago)"));
    }
  }

  @Test
  void aPeersReasonThatBeginsWithItsNameSaysItOnce() {
    try (Deck deck = opened()) {
      deck.show(Screen.OVERVIEW);
      assertThat(said(deck, ".label"))
          .anyMatch(text -> text.startsWith("macbook has not answered for 12 s"))
          .noneMatch(text -> text.contains("macbook: macbook"));
    }
  }

  private Deck opened() {
    return new Deck(node, Theme.LIGHT, now::get, 1280, 1000);
  }

  private void pass(Deck deck, Duration time) {
    now.set(now.get().plus(time));
    FxThread.run(() -> deck.window.shell().refreshTimes());
    deck.settle();
  }

  private static List<String> said(Deck deck, String query) {
    return FxThread.call(
        () -> deck.visible(query).stream().map(label -> ((Labeled) label).getText()).toList());
  }
}
