package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.look.Theme;
import io.peerdeck.panel.part.Confirm;
import io.peerdeck.panel.part.Screen;
import io.peerdeck.panel.part.Sparkline;
import io.peerdeck.panel.part.Toasts;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javafx.geometry.Bounds;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/// What is said over the work, and what is asked before something is lost.
final class ToastsAndConfirmTest {
  private final ScriptedNode node = PicturesTest.filled();

  @Test
  void whatWasDoneIsUndoneOnceByKeyOrByButton() {
    AtomicInteger undone = new AtomicInteger();
    try (Deck deck = new Deck(node)) {
      Toasts toasts = deck.window.shell().desk().toasts();
      FxThread.run(() -> toasts.done("2 runs held", undone::incrementAndGet));
      deck.until("said", () -> deck.exists(".toast"));
      deck.press(KeyCode.CONTROL, KeyCode.Z);
      assertThat(undone).hasValue(1);
      assertThat(deck.exists(".toast")).isFalse();
      deck.press(KeyCode.CONTROL, KeyCode.Z);
      assertThat(undone).hasValue(1);
      FxThread.run(() -> toasts.done("2 runs held", undone::incrementAndGet));
      deck.click(".toast-undo");
      assertThat(undone).hasValue(2);
      assertThat(deck.exists(".toast")).isFalse();
    }
  }

  @Test
  void threeToastsAreEnoughAndEscapeSendsTheFocusedOneAway() {
    try (Deck deck = new Deck(node)) {
      Toasts toasts = deck.window.shell().desk().toasts();
      FxThread.run(() -> IntStream.range(0, 5).forEach(i -> toasts.done("done " + i)));
      deck.settle();
      assertThat(words(deck, ".toast-text")).containsExactly("done 2", "done 3", "done 4");
      FxThread.run(() -> deck.visible(".toast-close").iterator().next().requestFocus());
      deck.press(KeyCode.ESCAPE);
      assertThat(words(deck, ".toast-text")).containsExactly("done 3", "done 4");
    }
  }

  @Test
  void noToastIsOverAButtonThatBelongsToTheTableBelow() {
    try (Deck deck = new Deck(node, Theme.LIGHT, InstantSource.fixed(Script.NOW), 1280, 820)) {
      for (Screen screen : List.of(Screen.QUEUE, Screen.PEERS, Screen.TRANSFERS, Screen.CLOCK)) {
        deck.show(screen);
        FxThread.run(() -> deck.window.shell().desk().toasts().done("12 runs held.", () -> {}));
        deck.settle();
        Bounds toast = bounds(deck, ".toast").getFirst();
        assertThat(bounds(deck, ".work .button").stream().filter(toast::intersects))
            .as(screen.key())
            .isEmpty();
        FxThread.run(() -> deck.window.shell().desk().toasts().clear());
      }
    }
  }

  private static List<Bounds> bounds(Deck deck, String query) {
    return FxThread.call(
        () ->
            deck.visible(query).stream()
                .map(node -> node.localToScene(node.getLayoutBounds()))
                .toList());
  }

  @Test
  void aQuestionNamesTheFirstThingsAndCountsTheRest() {
    List<String> names = IntStream.range(0, 20).mapToObj(i -> "run-" + i).toList();
    AtomicInteger answered = new AtomicInteger();
    try (Deck deck = new Deck(node)) {
      FxThread.run(
          () ->
              deck.window
                  .shell()
                  .desk()
                  .overlay()
                  .confirm(
                      new Confirm(
                          "Cancel 20 runs?",
                          "Their jobs stop and their results are void.",
                          names,
                          "Cancel 20 runs",
                          answered::incrementAndGet)));
      deck.settle();
      assertThat(words(deck, "#confirm-things .label"))
          .hasSize(7)
          .startsWith("run-0", "run-1")
          .endsWith("and 14 more");
      Button no = deck.node("#confirm-no", Button.class);
      assertThat(FxThread.call(no::isFocused)).isTrue();
      deck.fire("#confirm-yes");
      assertThat(answered).hasValue(1);
      assertThat(deck.exists("#confirm")).isFalse();
    }
  }

  @Test
  void aSparklineSaysItsLastValue() {
    Sparkline line = FxThread.call(() -> new Sparkline("Queue", value -> (long) value + " runs"));
    FxThread.run(() -> line.show(List.of(3.0, 1.0, 4.0)));
    assertThat(FxThread.call(line::getAccessibleText)).isEqualTo("Queue 4 runs");
  }

  private static List<String> words(Deck deck, String query) {
    return FxThread.call(
        () -> deck.visible(query).stream().map(label -> ((Label) label).getText()).toList());
  }
}
