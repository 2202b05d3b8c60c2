package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.Change;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.clock.ClockCanvas;
import io.peerdeck.panel.part.Screen;
import java.util.Arrays;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/// The clock as a graph, small and with 100,000 entries.
final class ClockViewTest {
  private final ScriptedNode node = PicturesTest.filled();

  @Test
  void entriesAreLookedAtWithKeysAndTheirDetailIsInTheInspector() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.CLOCK).fire("#header-details");
      FxThread.run(() -> canvas(deck).requestFocus());
      deck.press(KeyCode.DOWN).press(KeyCode.DOWN);
      assertThat(deck.text("#inspector .inspection-title")).isEqualTo("job assigned by hand");
      assertThat(FxThread.call(() -> canvas(deck).getAccessibleText())).contains("by nuc-1");
    }
  }

  @Test
  void newEntriesComeOnTopAndNothingMovesFurtherDown() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.CLOCK);
      deck.robot.moveTo("#clock-canvas").scroll(10, javafx.geometry.VerticalDirection.DOWN);
      deck.until("scrolled", () -> canvas(deck).top() == 30);
      node.entries += 7;
      node.changed(new Change.Clock());
      deck.until("slid", () -> canvas(deck).top() == 37);
      deck.click("#clock-newest");
      assertThat(FxThread.call(() -> canvas(deck).top())).isZero();
      assertThat(deck.text("#clock-count")).isEqualTo("12,488 entries");
    }
  }

  @Test
  void verifyTellsItsResult() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.CLOCK).click("#clock-verify");
      assertThat(deck.text("#clock-verified"))
          .isEqualTo("All 12,481 entries are as they were written (checked in 420 ms)");
      assertThat(node.did).containsExactly("verify");
    }
  }

  @Test
  void searchFindsByKind() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.CLOCK);
      TextField field = deck.node("#clock-search", TextField.class);
      FxThread.run(() -> field.setText("fleet.created"));
      deck.until(
          "found",
          () ->
              deck.node("#clock-count", javafx.scene.control.Label.class)
                  .getText()
                  .startsWith("1 found"));
    }
  }

  @Test
  void aHundredThousandEntriesScrollSmoothly() throws Exception {
    node.entries = 100_000;
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.CLOCK);
      long[] nanos = new long[200];
      for (int i = 0; i < nanos.length; i++) {
        long place = i * 25L;
        nanos[i] =
            FxThread.call(
                () -> {
                  canvas(deck).scrollTo(place);
                  canvas(deck).layout();
                  return canvas(deck).lastDrawNanos();
                });
        assertThat(FxThread.call(() -> canvas(deck).lastDrawnRows())).isLessThan(60);
      }
      Arrays.sort(nanos);
      PanelFigures.note("panel.clockDraw.p50@100000", nanos[100] / 1000, "us");
      PanelFigures.note("panel.clockDraw.p99@100000", nanos[198] / 1000, "us");
      FxThread.run(() -> canvas(deck).scrollTo(99_999));
      deck.until("the oldest is in sight", () -> canvas(deck).lastDrawnRows() > 20);
      FxThread.run(() -> canvas(deck).requestFocus());
      deck.press(KeyCode.END);
      assertThat(FxThread.call(() -> canvas(deck).getAccessibleText())).contains("fleet created");
    }
  }

  private static ClockCanvas canvas(Deck deck) {
    return deck.node("#clock-canvas", ClockCanvas.class);
  }
}
