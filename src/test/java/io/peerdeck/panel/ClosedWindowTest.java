package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.gallery.GalleryWindow;
import io.peerdeck.panel.look.Theme;
import io.peerdeck.panel.part.Screen;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.Pane;
import javafx.stage.Stage;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a window that was closed leaves behind: nothing that asks for pulses, whatever had the
/// focus in it and whatever was said in it last.
final class ClosedWindowTest {
  /// An empty window beside them, which has a pulse whenever anything asks for one.
  private Stage bare;

  @BeforeEach
  void bare() {
    FxThread.start();
    bare =
        FxThread.call(
            () -> {
              Stage stage = new Stage();
              stage.setScene(new Scene(new Pane()));
              stage.show();
              return stage;
            });
    assertThat(comesToRest()).as("alone in its process, so that nothing else pulses").isTrue();
  }

  @AfterEach
  void away() {
    FxThread.run(bare::hide);
  }

  @Test
  void aScreenWithAFieldInIt() {
    for (Screen screen : List.of(Screen.QUEUE, Screen.CLOCK, Screen.PEERS, Screen.SETTINGS)) {
      try (Deck deck = new Deck(TourNode.filled())) {
        deck.show(screen);
        FxThread.run(() -> deck.window.shell().current().focusFilter());
        assertThat(typedInto(deck.window.shell().scene())).as("%s takes words", screen).isTrue();
        FxThread.run(() -> deck.window.shell().desk().notices().tell("Said", "last"));
        FxThread.run(() -> deck.window.shell().desk().toasts().done("Done", () -> {}));
        deck.settle();
      }
      assertThat(comesToRest()).as("after %s", screen).isTrue();
    }
  }

  @Test
  void theWindowsBesideThePanel() {
    try (Deck deck = new Deck(TourNode.filled())) {
      FxThread.run(() -> deck.window.shell().openWindow(TourNode.FAILED, Optional.empty()));
      deck.settle();
      SideWindow beside = FxThread.call(() -> deck.window.shell().windows().all().getFirst());
      FxThread.run(
          () -> {
            Node search = beside.stage().getScene().getRoot().lookup("#log-search");
            beside.stage().requestFocus();
            search.requestFocus();
          });
      assertThat(typedInto(beside.stage().getScene())).isTrue();
      FxThread.run(beside.stage()::close);
      deck.settle();
      FxThread.run(() -> deck.window.shell().desk().notices().tell("Said", "after it closed"));
      deck.settle();
      assertThat(comesToRest()).isTrue();
    }
  }

  @Test
  void theGallery() {
    try (GalleryWindow gallery =
        GalleryWindow.open(Theme.LIGHT, 1000, 820, () -> Script.NOW, stage -> {})) {
      GalleryWindow.contents().keySet().forEach(gallery::show);
      assertThat(gallery.settle(Deck.SOON)).isTrue();
    }
    assertThat(comesToRest()).isTrue();
  }

  private static boolean typedInto(Scene scene) {
    return FxThread.call(() -> scene.getFocusOwner() instanceof TextInputControl);
  }

  /// Whether a third of a second passes in which next to nothing is drawn: a caret left blinking
  /// makes twenty pulses.
  private boolean comesToRest() {
    AtomicInteger pulses = new AtomicInteger();
    Runnable count = pulses::incrementAndGet;
    FxThread.run(() -> bare.getScene().addPostLayoutPulseListener(count));
    try {
      Awaitility.await()
          .pollInterval(Duration.ofMillis(330))
          .atMost(Duration.ofSeconds(4))
          .until(() -> pulses.getAndSet(0) < 5);
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    } finally {
      FxThread.run(() -> bare.getScene().removePostLayoutPulseListener(count));
    }
  }
}
