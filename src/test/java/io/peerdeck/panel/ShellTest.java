package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.Change;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.part.Screen;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.ButtonBase;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The frame: navigation, keys, inspector, colours, pictures.
final class ShellTest {
  private final ScriptedNode node = PicturesTest.filled();

  @Test
  void everyScreenIsReachedByPointerAndByKey() {
    try (Deck deck = new Deck(node)) {
      deck.click("#nav-queue");
      assertThat(deck.exists("#queue-table")).isTrue();
      deck.press(KeyCode.CONTROL, KeyCode.DIGIT4);
      assertThat(deck.exists("#clock-canvas")).isTrue();
      deck.press(KeyCode.CONTROL, KeyCode.DIGIT3);
      assertThat(deck.exists("#run-empty-queue")).isTrue();
      deck.click("#run-empty-queue");
      assertThat(deck.exists("#queue-table")).isTrue();
      deck.click("#nav-overview").click("#tile-fleet");
      assertThat(deck.exists("#peers-table")).isTrue();
    }
  }

  @Test
  void headerAndStatusBarTellTheTruth() {
    try (Deck deck = new Deck(node)) {
      assertThat(deck.text("#header .self")).isEqualTo("my-laptop");
      assertThat(deck.text("#header .mark")).isEqualTo("online");
      assertThat(deck.text("#header-needs")).isEqualTo("1");
      assertThat(deck.text("#status-bar .mark")).isEqualTo("Connected to 2 peers.");
      node.warnings.clear();
      node.peers.removeIf(peer -> !peer.self());
      node.changed(new Change.Status());
      deck.until("alone", () -> deck.text("#header .mark").equals("alone"));
      assertThat(deck.node("#header-needs", ButtonBase.class).getText()).isNull();
    }
  }

  @Test
  void theInspectorFoldsWhenTheWindowIsNarrow() {
    try (Deck deck = new Deck(node)) {
      assertThat(deck.exists("#inspector")).isFalse();
      deck.click("#header-details");
      assertThat(deck.exists("#inspector")).isTrue();
      deck.click("#inspector-close");
      assertThat(deck.exists("#inspector")).isFalse();
      Stage stage = deck.window.stage();
      FxThread.run(() -> stage.setWidth(1300));
      deck.until("unfolds", () -> deck.exists("#inspector"));
    }
  }

  @Test
  void aScreenThatIsNotShownReadsNothing() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.QUEUE).show(Screen.CACHES);
      int reads = node.runReads.get();
      node.changed(new Change.Run(Script.cid(39)));
      deck.settle();
      assertThat(node.runReads).hasValue(reads);
      deck.show(Screen.QUEUE);
      assertThat(node.runReads.get()).isGreaterThan(reads);
    }
  }

  @Test
  void aPictureIsSaved(@TempDir Path folder) {
    try (Deck deck = new Deck(node)) {
      deck.window.openRun(Script.cid(39), Optional.empty());
      Path picture = folder.resolve("pictures/run.png");
      deck.window.snapshot(picture);
      javafx.scene.image.Image image =
          FxThread.call(() -> new javafx.scene.image.Image(picture.toUri().toString()));
      assertThat(image.isError()).isFalse();
      assertThat(image.getWidth()).isEqualTo(1000);
    }
  }

  @Test
  void whereNothingIsYetTheScreenSaysWhatToDo() {
    try (Deck deck = new Deck(TourNode.fresh())) {
      for (Screen screen : List.of(Screen.QUEUE, Screen.RUN, Screen.TRANSFERS)) {
        deck.show(screen);
        assertThat(deck.text(".empty-title")).as(screen.key()).isNotBlank();
        assertThat(deck.text(".empty-text")).as(screen.key()).hasSizeGreaterThan(30);
      }
      assertThat(deck.show(Screen.QUEUE).exists("#queue-empty-submit")).isTrue();
      assertThat(deck.exists("#queue-empty-templates")).isTrue();
      assertThat(deck.show(Screen.RUN).exists("#run-empty-queue")).isTrue();
    }
  }

  @Test
  void withoutAFileDialogThePanelSaysWhatToDoInstead() {
    try (Deck deck = new Deck(node)) {
      deck.files.failure = Optional.of(new UnsupportedOperationException("no dialogs here"));
      deck.click("#header-submit");
      assertThat(deck.text("#notice-text")).contains("Drop workflow files");
    }
  }
}
