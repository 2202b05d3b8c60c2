package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.memory.PanelMemory;
import io.peerdeck.panel.part.PngFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.Scene;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs and logs in windows of their own.
final class SideWindowTest {
  private final ScriptedNode node = PicturesTest.filled();
  @TempDir private Path folder;

  @Test
  void aRunAndALogOpenInWindowsOfTheirOwnAndOpenAgainAfterARestart() throws IOException {
    PanelOptions options =
        PanelOptions.standard().withSize(1000, 1000).withMemory(folder.resolve(PanelMemory.FILE));
    String run = Script.cid(39);
    try (Deck deck = new Deck(node, options)) {
      deck.window.openRun(run, Optional.empty());
      deck.settle();
      deck.press(KeyCode.CONTROL, KeyCode.N);
      deck.until("the run's window", () -> titles(deck).equals(List.of("nightly-data – Peerdeck")));
      deck.act("log-window");
      deck.until("the log's window", () -> titles(deck).getLast().startsWith("Log of build"));
      FxThread.run(() -> deck.window.shell().openWindow(run, Optional.empty()));
      assertThat(titles(deck)).as("one window for one thing").hasSize(2);
      deck.settle();
      SideWindow shown = FxThread.call(() -> deck.window.shell().windows().all().getFirst());
      var image = FxThread.call(() -> shown.stage().getScene().snapshot(null));
      PngFile.write(
          image,
          Path.of(System.getProperty("peerdeck.build", "target"), "pictures", "side-light.png"));
    }
    try (Deck deck = new Deck(node, options)) {
      deck.until(
          "both again", () -> titles(deck).size() == 2 && !titles(deck).contains("Peerdeck"));
      List<SideWindow> both = FxThread.call(() -> deck.window.shell().windows().all());
      assertThat(both).allMatch(window -> FxThread.call(window::reads));
      both.forEach(window -> FxThread.run(() -> window.stage().close()));
      assertThat(titles(deck)).isEmpty();
      assertThat(both).noneMatch(window -> FxThread.call(window::reads));
    }
    try (Deck deck = new Deck(node, options)) {
      assertThat(titles(deck)).as("closed by the person").isEmpty();
    }
  }

  @Test
  void eachWindowOpensAgainWhereItWasItself() {
    PanelOptions options =
        PanelOptions.standard().withSize(1000, 1000).withMemory(folder.resolve(PanelMemory.FILE));
    try (Deck deck = new Deck(node, options)) {
      for (int run : List.of(39, 38)) {
        FxThread.run(() -> deck.window.shell().openWindow(Script.cid(run), Optional.empty()));
      }
      deck.settle();
      FxThread.run(
          () -> {
            windows(deck).get(1).stage().setHeight(520);
            windows(deck).getFirst().stage().close();
            deck.window.shell().openWindow(Script.cid(37), Optional.empty());
            windows(deck).get(1).stage().setHeight(460);
          });
      deck.settle();
    }
    try (Deck deck = new Deck(node, options)) {
      assertThat(
              FxThread.call(() -> windows(deck).stream().map(w -> w.stage().getHeight()).toList()))
          .containsExactly(520.0, 460.0);
    }
  }

  @Test
  void filesAreDroppedOnAWindowBesideThePanelToo() {
    Path file = Path.of("nightly.yml").toAbsolutePath();
    node.previews.put(file, Script.preview(file));
    try (Deck deck = new Deck(node)) {
      FxThread.run(() -> deck.window.shell().openWindow(Script.cid(39), Optional.empty()));
      deck.settle();
      Scene beside = FxThread.call(() -> windows(deck).getFirst().stage().getScene());
      Drags.files(deck, beside, DragEvent.DRAG_OVER, file);
      assertThat(FxThread.call(() -> beside.lookup("#drop").isVisible())).isTrue();
      Drags.files(deck, beside, DragEvent.DRAG_DROPPED, file);
      assertThat(deck.text("#preview-name")).isEqualTo("Nightly data");
    }
  }

  private static List<SideWindow> windows(Deck deck) {
    return deck.window.shell().windows().all();
  }

  private static List<String> titles(Deck deck) {
    return FxThread.call(
        () -> deck.window.shell().windows().all().stream().map(w -> w.stage().getTitle()).toList());
  }
}
