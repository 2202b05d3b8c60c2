package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.log.LogCell;
import io.peerdeck.panel.log.LogLines;
import io.peerdeck.schedule.RunStatus;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/// A run on the screen: graph, steps, and a log that follows and is searched.
final class RunViewTest {
  private final ScriptedNode node = PicturesTest.filled();

  @Test
  void theGraphFollowsTheRun() {
    String id = Script.cid(39);
    try (Deck deck = new Deck(node)) {
      deck.window.openRun(id, Optional.empty());
      deck.settle();
      assertThat(deck.text("#job-build .mark")).isEqualTo("in progress");
      node.change(
          id,
          run -> Script.run(39, "nightly-data", RunStatus.FAILED, Script.tasks(RunStatus.FAILED)));
      deck.until("build failed", () -> word(deck, "#job-build .mark").equals("failed"));
      assertThat(deck.text(".run-head .mark")).isEqualTo("failed");
      deck.fire("#job-merge");
      assertThat(deck.node("#job-merge", ToggleButton.class).isSelected()).isTrue();
    }
  }

  @Test
  void anArtifactIsSavedToAChosenFolder() {
    node.put(Script.run(61, "theirs", RunStatus.COMPLETED, Script.tasks(RunStatus.COMPLETED)));
    try (Deck deck = new Deck(node)) {
      deck.files.folder = Optional.of(Path.of("saved"));
      deck.window.openRun(Script.cid(61), Optional.empty());
      deck.settle();
      deck.fire("#header-details");
      deck.fire("#save-shard-0");
      deck.until("it is saved", () -> node.did.contains("save " + Script.cid(80)));
    }
  }

  @Test
  void theLogFollowsUntilTheReaderScrollsUp() {
    try (Deck deck = new Deck(node)) {
      deck.window.openRun(Script.cid(39), Optional.empty());
      deck.settle();
      ListView<?> log = deck.node("#log", ListView.class);
      deck.until("the log is read", () -> log.getItems().size() == 400);
      assertThat(deck.text("#log-state")).startsWith("Following · 400 lines");
      node.logged(Script.lines(400, 200), false);
      deck.until("new lines come", () -> log.getItems().size() == 600);
      deck.until("the last line is in sight", () -> lastInSight(deck) == 600);
      deck.robot.moveTo(log).scroll(5, javafx.geometry.VerticalDirection.UP);
      deck.until("it pauses", () -> word(deck, "#log-state").startsWith("Paused"));
      node.logged(Script.lines(600, 200), false);
      deck.until("lines still come", () -> log.getItems().size() == 800);
      deck.settle();
      assertThat(lastInSight(deck)).isLessThan(700);
      deck.fire("#log-follow");
      deck.until("the last line is in sight", () -> lastInSight(deck) == 800);
      node.logged(Script.lines(800, 1), true);
      deck.until("it ends", () -> word(deck, "#log-state").equals("Complete · 801 lines"));
    }
  }

  @Test
  void theLogIsSearchedBackAndForth() {
    try (Deck deck = new Deck(node)) {
      deck.window.openRun(Script.cid(39), Optional.empty());
      deck.settle();
      ListView<?> log = deck.node("#log", ListView.class);
      deck.until("the log is read", () -> log.getItems().size() == 400);
      deck.press(KeyCode.CONTROL, KeyCode.F);
      deck.robot.write("no price");
      deck.until("hits", () -> word(deck, "#log-hits").equals("0 of 40"));
      deck.click("#log-next").click("#log-next");
      assertThat(deck.text("#log-hits")).isEqualTo("2 of 40");
      assertThat(chosen(log)).isEqualTo(20);
      deck.click("#log-previous").click("#log-previous");
      assertThat(deck.text("#log-hits")).isEqualTo("40 of 40");
      node.logged(Script.lines(400, 20), false);
      deck.until("new hits count", () -> word(deck, "#log-hits").equals("40 of 42"));
    }
  }

  @Test
  void theLogKeepsTheNewestLinesAndTheirNumbers() {
    LogLines lines = new LogLines(100);
    IntStream.range(0, 7).forEach(i -> lines.append(Script.lines(i * 40, 40)));
    assertThat(lines).hasSize(100);
    assertThat(lines.getFirst().number()).isEqualTo(181);
    assertThat(lines.getLast().number()).isEqualTo(280);
    assertThat(lines.forgotten()).isEqualTo(180);
    lines.append(Script.lines(280, 250));
    assertThat(lines.getFirst().number()).isEqualTo(431);
    assertThat(lines.getLast().line()).isEqualTo(Script.lines(529, 1).getFirst());
  }

  private static String word(Deck deck, String query) {
    return ((Labeled) deck.visible(query).iterator().next()).getText();
  }

  private static long chosen(ListView<?> log) {
    return FxThread.call(
        () -> ((LogLines.Numbered) log.getSelectionModel().getSelectedItem()).number());
  }

  private static long lastInSight(Deck deck) {
    return FxThread.call(
        () ->
            deck.visible(".log-cell").stream()
                .filter(cell -> cell instanceof LogCell log && log.getItem() != null)
                .mapToLong(cell -> ((LogCell) cell).getItem().number())
                .max()
                .orElse(0));
  }
}
