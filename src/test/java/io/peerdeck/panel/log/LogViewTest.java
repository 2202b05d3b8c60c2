package io.peerdeck.panel.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.LogChunk;
import io.peerdeck.panel.Deck;
import io.peerdeck.panel.PicturesTest;
import io.peerdeck.panel.Script;
import io.peerdeck.panel.ScriptedNode;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.schedule.RunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log on the screen: it follows, is searched, filtered, folded, copied and saved.
final class LogViewTest {
  private final ScriptedNode node = PicturesTest.filled();

  @Test
  void theLogFollowsUntilTheReaderScrollsUp() {
    try (Deck deck = opened()) {
      assertThat(deck.text("#log-state")).isEqualTo("Following · 400 lines");
      node.logged(Script.lines(400, 200), false);
      deck.until("the last line is in sight", () -> area(deck).lastInSight() == 599);
      deck.point(area(deck)).wheel(-5);
      deck.until("it pauses", () -> word(deck, "#log-state").startsWith("Paused"));
      node.logged(Script.lines(600, 200), false);
      deck.until("lines still come", () -> word(deck, "#log-state").endsWith("800 lines"));
      assertThat(FxThread.call(() -> area(deck).lastInSight())).isLessThan(700);
      deck.fire("#log-follow");
      deck.until("the last line is in sight", () -> area(deck).lastInSight() == 799);
      node.logged(Script.lines(800, 1), true);
      deck.until("it ends", () -> word(deck, "#log-state").equals("Complete · 801 lines"));
    }
  }

  @Test
  void barsAreThereOnlyWhereThereIsMoreThanInSight() {
    ScriptedNode silent = new ScriptedNode();
    silent.put(
        Script.run(39, "nightly-data", RunStatus.IN_PROGRESS, Script.tasks(RunStatus.IN_PROGRESS)));
    try (Deck deck = new Deck(silent)) {
      deck.window.openRun(Script.cid(39), Optional.empty());
      deck.settle();
      assertThat(deck.text("#log-state"))
          .startsWith("Nothing is written yet")
          .endsWith("· 0 lines");
      assertThat(deck.exists("#log .scroll-bar")).isFalse();
      silent.logged(Script.lines(0, 2), false);
      deck.until("two lines", () -> word(deck, "#log-state").endsWith("2 lines"));
      assertThat(deck.exists("#log .scroll-bar:vertical")).isFalse();
      silent.logged(Script.lines(2, 300), false);
      deck.until("more than in sight", () -> deck.exists("#log .scroll-bar:vertical"));
    }
  }

  @Test
  void theWholeLogIsSearchedBackAndForth() {
    try (Deck deck = opened()) {
      deck.press(KeyCode.CONTROL, KeyCode.F);
      deck.until("ready to type", () -> deck.node("#log-search", TextField.class).isFocused());
      deck.write("no price");
      deck.until("hits", () -> word(deck, "#log-hits").equals("0 of 40"));
      deck.click("#log-next").click("#log-next");
      assertThat(deck.text("#log-hits")).isEqualTo("2 of 40");
      deck.until(
          "the words found are marked where they stand",
          () -> {
            LogRow hit = area(deck).row(19).orElseThrow();
            Node box = hit.lookup(".log-find");
            Node words = hit.lookup(".log-text");
            return hit.finds() == 1
                && box.isVisible()
                && words.getBoundsInParent().contains(box.getBoundsInParent().getCenterX(), 5)
                && area(deck).row(18).orElseThrow().finds() == 0;
          });
      assertThat(FxThread.call(() -> area(deck).choice().caret())).isEqualTo(19);
      deck.until("the hit is in sight", () -> area(deck).row(19).isPresent());
      deck.click("#log-previous").click("#log-previous");
      assertThat(deck.text("#log-hits")).isEqualTo("40 of 40");
      node.logged(Script.lines(400, 20), false);
      deck.until("new hits count", () -> word(deck, "#log-hits").equals("40 of 42"));
      deck.click("#log-search").press(KeyCode.ESCAPE);
      deck.until("the search is over", () -> word(deck, "#log-hits").isEmpty());
      assertThat(FxThread.call(() -> deck.visible(".log-find"))).isEmpty();
    }
  }

  @Test
  void everyFindInALineIsMarkedWhateverItsLetters() {
    assertThat(FoundWords.places("Error: error in errors", "error")).containsExactly(0, 7, 16);
    assertThat(FoundWords.places("aaaa", "aa")).containsExactly(0, 2);
    assertThat(FoundWords.places("none", "")).isEmpty();
    assertThat(FoundWords.places("x".repeat(10_000), "x")).hasSize(200);
  }

  @Test
  void oneStepIsShownAlone() {
    try (Deck deck = opened()) {
      ComboBox<?> steps = deck.node("#log-step", ComboBox.class);
      FxThread.run(() -> steps.getSelectionModel().select(1));
      deck.until("only step 1", () -> area(deck).lastInSight() == 4);
      FxThread.run(() -> steps.getSelectionModel().select(2));
      deck.until("only step 2", () -> area(deck).topLine() == 5);
      FxThread.run(() -> steps.getSelectionModel().select(0));
      deck.until("all", () -> area(deck).row(4).isPresent());
    }
  }

  @Test
  void aRunningStepShownAloneGoesOnAndEndsWhereTheNextBegins() {
    node.log.clear();
    node.logged(Stream.concat(of(1, 0, 5), of(2, 5, 5)).toList(), false);
    try (Deck deck = read(9)) {
      FxThread.run(() -> deck.node("#log-step", ComboBox.class).getSelectionModel().select(2));
      deck.until("only step 2", () -> area(deck).topLine() == 5);
      node.logged(of(2, 10, 5).toList(), false);
      deck.until("its new lines", () -> area(deck).lastInSight() == 14);
      node.logged(Stream.concat(of(2, 15, 1), of(3, 16, 5)).toList(), false);
      deck.until("its last", () -> area(deck).lastInSight() == 15 && area(deck).topLine() == 5);
      deck.until("nothing of step 3", () -> word(deck, "#log-state").endsWith("21 lines"));
      deck.settle();
      assertThat(FxThread.call(() -> area(deck).lastInSight())).isEqualTo(15);
      deck.fire("#log-copy");
      deck.until(
          "it alone is copied",
          () ->
              Optional.ofNullable(Clipboard.getSystemClipboard().getString())
                  .filter(text -> text.lines().count() == 11 && text.startsWith("line 5"))
                  .isPresent());
    }
  }

  @Test
  void aHitBesideTheStepShownAloneBringsAllStepsBack() {
    node.log.clear();
    node.logged(Stream.concat(of(1, 0, 5), of(2, 5, 5)).toList(), true);
    try (Deck deck = read(9)) {
      ComboBox<?> steps = deck.node("#log-step", ComboBox.class);
      FxThread.run(() -> steps.getSelectionModel().select(2));
      deck.until("only step 2", () -> area(deck).topLine() == 5);
      FxThread.run(() -> deck.node("#log-search", TextField.class).setText("line 3"));
      deck.until("found", () -> word(deck, "#log-hits").equals("0 of 1"));
      deck.fire("#log-next");
      deck.until("it is in sight", () -> area(deck).row(3).isPresent());
      assertThat(FxThread.call(() -> steps.getSelectionModel().getSelectedIndex())).isZero();
    }
  }

  private static Stream<LogChunk.Line> of(int step, int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(i -> new LogChunk.Line(i, Script.NOW, step, "out", "plain", "line " + i));
  }

  private Deck read(int last) {
    Deck deck = new Deck(node);
    deck.window.openRun(Script.cid(39), Optional.empty());
    deck.settle();
    deck.until("it is read", () -> area(deck).lastInSight() == last);
    return deck;
  }

  @Test
  void aLogThatCannotBeReadNowIsReadOnceItCan() {
    node.logAway = Optional.of("The log is with a peer that does not answer now.");
    try (Deck deck = new Deck(node)) {
      deck.window.openRun(Script.cid(39), Optional.empty());
      deck.settle();
      deck.until(
          "it is told",
          () ->
              word(deck, "#log-state")
                  .startsWith(
                      "The log cannot be read now: The log is with a peer that does not answer now."
                          + " It is tried again"));
      node.logAway = Optional.empty();
      deck.until("it is read", () -> word(deck, "#log-state").equals("Following · 400 lines"));
    }
  }

  @Test
  void aGroupIsFoldedAndUnfolded() {
    node.log.clear();
    List<String> levels = List.of("plain", "group", "plain", "plain", "endgroup", "plain");
    node.logged(
        IntStream.range(0, levels.size())
            .mapToObj(i -> new LogChunk.Line(i, Script.NOW, 1, "out", levels.get(i), "line " + i))
            .toList(),
        true);
    try (Deck deck = new Deck(node)) {
      deck.window.openRun(Script.cid(39), Optional.empty());
      deck.settle();
      deck.until("it is read", () -> area(deck).lastInSight() == 5);
      LogRow group = FxThread.call(() -> area(deck).row(1).orElseThrow());
      deck.click(area(deck).localToScreen(group.foldEnd() - 5, group.getLayoutY() + 5));
      deck.until(
          "it is folded", () -> area(deck).row(2).isEmpty() && area(deck).row(5).isPresent());
      deck.click(area(deck).localToScreen(group.foldEnd() - 5, group.getLayoutY() + 5));
      deck.until("it is open", () -> area(deck).row(2).isPresent());
    }
  }

  @Test
  void linesAreChosenFoldedAndMovedAsideByKeysAlone() {
    node.log.clear();
    List<String> levels = List.of("plain", "group", "plain", "endgroup", "plain");
    node.logged(
        IntStream.range(0, levels.size())
            .mapToObj(
                i ->
                    new LogChunk.Line(
                        i, Script.NOW, 1, "out", levels.get(i), "line " + i + " ".repeat(900)))
            .toList(),
        true);
    try (Deck deck = read(4)) {
      FxThread.run(() -> area(deck).requestFocus());
      deck.press(KeyCode.SHIFT, KeyCode.DOWN).press(KeyCode.SHIFT, KeyCode.DOWN);
      assertThat(FxThread.call(() -> area(deck).choice().caret())).isEqualTo(1);
      deck.press(KeyCode.ENTER);
      deck.until("folded", () -> area(deck).row(2).isEmpty());
      deck.press(KeyCode.SHIFT, KeyCode.DOWN);
      assertThat(FxThread.call(() -> area(deck).choice().caret()))
          .as("the next that is shown")
          .isEqualTo(4);
      deck.press(KeyCode.SHIFT, KeyCode.UP).press(KeyCode.ENTER);
      deck.until("unfolded", () -> area(deck).row(2).isPresent());
      assertThat(FxThread.call(() -> area(deck).choice().first())).isZero();
      deck.press(KeyCode.RIGHT);
      deck.until("aside", () -> area(deck).row(1).orElseThrow().getLayoutX() < 0);
      deck.press(KeyCode.LEFT);
      deck.until("back", () -> area(deck).row(1).orElseThrow().getLayoutX() == 0);
      assertThat(FxThread.call(() -> area(deck).isFocused())).isTrue();
    }
  }

  @Test
  void linesAreCopiedAndTheWholeLogIsSaved(@TempDir Path folder) throws Exception {
    node.logged(List.of(), true);
    try (Deck deck = opened()) {
      deck.fire("#log-copy");
      deck.until(
          "all is copied",
          () ->
              Optional.ofNullable(Clipboard.getSystemClipboard().getString())
                  .filter(text -> text.lines().count() == 400)
                  .isPresent());
      deck.until("it is told", () -> word(deck, ".toast-text").equals("It is on the clipboard"));
      FxThread.run(() -> area(deck).choose(9, false));
      deck.fire("#log-copy");
      deck.until(
          "one line is copied",
          () -> "warning: row 9 has no price\n".equals(Clipboard.getSystemClipboard().getString()));
      deck.files.folder = Optional.of(folder);
      deck.fire("#log-times");
      deck.fire("#log-save");
      try (var files = Files.list(folder)) {
        Path saved = files.findFirst().orElseThrow();
        assertThat(Files.readAllLines(saved)).hasSize(400).contains("warning: row 9 has no price");
      }
    }
  }

  @Test
  void wrappedLinesShowAllTheirText() {
    node.log.clear();
    node.logged(
        List.of(
            new LogChunk.Line(0, Script.NOW, 1, "out", "plain", "word ".repeat(400)),
            new LogChunk.Line(1, Script.NOW, 1, "out", "plain", "end")),
        true);
    try (Deck deck = new Deck(node)) {
      deck.window.openRun(Script.cid(39), Optional.empty());
      deck.settle();
      deck.until("it is read", () -> area(deck).row(1).isPresent());
      deck.fire("#log-wrap");
      deck.until(
          "the long line takes several rows",
          () ->
              area(deck).row(0).orElseThrow().getHeight() > 3 * area(deck).rowHeight()
                  && area(deck).row(0).orElseThrow().getWidth() <= area(deck).getWidth());
    }
  }

  @Test
  void anotherAttemptBeginsAnew() {
    try (Deck deck = opened()) {
      node.log.clear();
      node.attempt = 2;
      node.logged(Script.lines(0, 30), true);
      deck.until("its lines", () -> word(deck, "#log-state").equals("Complete · 30 lines"));
    }
  }

  private Deck opened() {
    Deck deck = new Deck(node);
    deck.window.openRun(Script.cid(39), Optional.empty());
    deck.settle();
    deck.until("the log is there", () -> !deck.visible("#log").isEmpty());
    deck.until("the log is read", () -> area(deck).lastInSight() == 399);
    return deck;
  }

  private static LogArea area(Deck deck) {
    return (LogArea) deck.visible("#log").iterator().next();
  }

  private static String word(Deck deck, String query) {
    return ((Labeled) deck.visible(query).iterator().next()).getText();
  }
}
