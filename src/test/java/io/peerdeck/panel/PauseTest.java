package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.Change;
import io.peerdeck.node.RunSummary;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.bridge.Notices;
import io.peerdeck.panel.part.Screen;
import io.peerdeck.schedule.RunStatus;
import java.nio.file.Path;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/// Live updates held back while a person reads, and nothing that moves by itself.
final class PauseTest {
  private final ScriptedNode node = PicturesTest.filled();

  @Test
  void pausedTheScreenStaysAndWhatWaitsIsCounted() {
    try (Deck deck = new Deck(node)) {
      DataTableOf<RunSummary> table = deck.show(Screen.QUEUE).table("queue");
      table.untilRows(39);
      deck.press(KeyCode.CONTROL, KeyCode.P);
      assertThat(deck.text("#pause-words")).contains("paused");
      for (int i = 70; i < 73; i++) {
        node.put(Script.run(i, "late", RunStatus.PENDING, Script.tasks(RunStatus.PENDING)));
        node.changed(new Change.Run(Script.cid(i)));
      }
      deck.until("three wait", () -> deck.text("#pause-words").contains("3 changes wait"));
      deck.window.snapshot(
          Path.of(System.getProperty("peerdeck.build", "target"), "pictures", "paused-light.png"));
      assertThat(table.rows()).hasSize(39);
      deck.click("#pause-resume");
      table.untilRows(42);
      assertThat(deck.exists("#pause-bar")).isFalse();
      deck.click("#header-pause");
      assertThat(deck.exists("#pause-bar")).isTrue();
      deck.show(Screen.OVERVIEW).click("#header-pause");
      assertThat(deck.exists("#pause-bar")).isFalse();
    }
  }

  @Test
  void aNoticeUnderThePointerStaysUntilItIsReadWhateverIsSaidMeanwhile() {
    try (Deck deck = new Deck(node)) {
      Notices notices = deck.window.shell().desk().notices();
      FxThread.run(() -> notices.problem("The first", "It failed."));
      deck.point("#notice-read");
      FxThread.run(() -> notices.problem("The second", "It failed, too."));
      deck.settle();
      assertThat(deck.text("#notice-title")).isEqualTo("The first");
      deck.click("#notice-read");
      assertThat(deck.text("#notice-title")).isEqualTo("The second");
      assertThat(FxThread.call(() -> notices.unread().size())).isEqualTo(1);
    }
  }

  @Test
  void aNoticeMovesNothingAndEscapeReadsIt() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.QUEUE);
      Node table = deck.node("#queue-table", Node.class);
      double before = FxThread.call(() -> table.localToScene(0, 0).getY());
      FxThread.run(() -> deck.window.shell().desk().notices().problem("It failed", "Do that."));
      deck.settle();
      assertThat(deck.exists("#notice-bar")).isTrue();
      deck.window.snapshot(
          Path.of(System.getProperty("peerdeck.build", "target"), "pictures", "said-light.png"));
      assertThat(FxThread.call(() -> table.localToScene(0, 0).getY())).isEqualTo(before);
      deck.press(KeyCode.ESCAPE);
      assertThat(deck.exists("#notice-bar")).isFalse();
    }
  }
}
