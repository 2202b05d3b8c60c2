package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.Change;
import io.peerdeck.node.RunSummary;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.part.Screen;
import io.peerdeck.schedule.RunStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/// The queue: every button, the filter, and rows that stay where they are.
final class QueueViewTest {
  private final ScriptedNode node = PicturesTest.filled();

  @Test
  void everyButtonDoesWhatItSays() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.QUEUE);
      DataTableOf<RunSummary> table = deck.table("queue");
      table.select(0);
      String run = table.rows().getFirst().id();
      deck.click("#toolbar-hold");
      choose(deck, "#toolbar-assign", 1);
      choose(deck, "#toolbar-priority", 0);
      deck.click("#toolbar-cancel");
      assertThat(deck.text("#confirm .overlay-title")).contains("nightly-data");
      deck.click("#confirm-no");
      assertThat(deck.exists("#confirm")).isFalse();
      deck.click("#toolbar-cancel").click("#confirm-yes");
      deck.click("#toolbar-again");
      assertThat(node.did)
          .containsExactly(
              "hold " + run,
              "assign " + run + " all " + Script.ref(1).id(),
              "prioritise " + run + " 1",
              "cancel " + run,
              "again " + run);
      assertThat(deck.text("#notice-title")).contains("runs again");
      assertThat(deck.exists("#job-graph")).as("the new run is open").isTrue();
    }
  }

  @Test
  void heldRunsAreReleasedAndFinishedOnesCannotBeSteered() {
    String id = Script.cid(38);
    node.put(hold(id));
    try (Deck deck = new Deck(node)) {
      DataTableOf<RunSummary> table = deck.show(Screen.QUEUE).table("queue");
      table.select(1);
      deck.click("#toolbar-release");
      assertThat(node.did).containsExactly("release " + id);
      table.select(5);
      assertThat(deck.node("#toolbar-cancel", Button.class).isDisabled()).isTrue();
      assertThat(deck.node("#toolbar-again", Button.class).isDisabled()).isFalse();
    }
  }

  @Test
  void submitOpensThePreviewOfTheChosenFiles() {
    Path file = Path.of("nightly.yml");
    node.previews.put(file, Script.preview(file));
    try (Deck deck = new Deck(node)) {
      deck.files.workflows = List.of(file);
      deck.show(Screen.QUEUE).click("#toolbar-submit");
      assertThat(deck.text("#preview-name")).isEqualTo("Nightly data");
      deck.click("#preview-close");
      assertThat(deck.exists("#queue-table")).isTrue();
    }
  }

  @Test
  void aRunOfAnotherPeerIsAdopted() {
    node.put(Script.run(61, "theirs", RunStatus.PENDING, Script.tasks(RunStatus.PENDING)));
    try (Deck deck = new Deck(node)) {
      DataTableOf<RunSummary> table = deck.show(Screen.QUEUE).table("queue");
      table.untilRows(40);
      assertThat(table.rows().getFirst().name()).isEqualTo("theirs");
      table.select(0);
      deck.fire("#header-details");
      deck.fire("#inspector-adopt");
      deck.until("it is adopted", () -> node.did.contains("adopt " + Script.cid(61)));
    }
  }

  @Test
  void rowsStayWhileThePointerIsOnThem() {
    try (Deck deck = new Deck(node)) {
      DataTableOf<RunSummary> table = deck.show(Screen.QUEUE).table("queue");
      table.untilRows(39);
      deck.robot.moveTo(table.view());
      deck.until("the pointer is on the table", () -> table.view().isHover());
      node.put(Script.run(60, "late", RunStatus.PENDING, Script.tasks(RunStatus.PENDING)));
      node.changed(new Change.Run(Script.cid(60)));
      Button waiting = deck.node("#queue-waiting", Button.class);
      deck.until("the new run waits", () -> waiting.getText().equals("1 new"));
      assertThat(table.rows()).hasSize(39);
      deck.robot.moveTo("#navigation");
      table.untilRows(40);
      assertThat(table.rows().getFirst().name()).isEqualTo("late");
    }
  }

  @Test
  void selectionFiltersAndCopyWork() {
    try (Deck deck = new Deck(node)) {
      DataTableOf<RunSummary> table = deck.show(Screen.QUEUE).table("queue");
      deck.press(KeyCode.CONTROL, KeyCode.F);
      deck.robot.write("scrape");
      deck.until("filtered", () -> table.view().getItems().size() == 7);
      assertThat(deck.text("#queue-count")).isEqualTo("7 of 39");
      table.select(0);
      FxThread.run(() -> table.view().requestFocus());
      deck.press(KeyCode.CONTROL, KeyCode.C);
      String copied = FxThread.call(() -> Clipboard.getSystemClipboard().getString());
      assertThat(copied).contains("scrape-site").contains("\t");
      FxThread.run(() -> deck.window.shell().openQueue("pending"));
      table.untilRows(1);
    }
  }

  @Test
  void aRefusalIsToldAndStaysUntilRead() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.QUEUE).<RunSummary>table("queue").select(0);
      node.refusal = java.util.Optional.of("Only operators may hold a run.");
      deck.click("#toolbar-hold");
      assertThat(deck.text("#notice-text")).isEqualTo("Only operators may hold a run.");
      deck.click("#header-needs");
      assertThat(deck.exists("#needs")).isTrue();
      deck.press(KeyCode.ESCAPE).click("#notice-read");
      assertThat(deck.exists("#notice-bar")).isFalse();
    }
  }

  @Test
  void aHundredThousandRunsAreFilteredAwayFromTheFxThread() throws Exception {
    ScriptedNode many = new ScriptedNode();
    List<io.peerdeck.node.TaskView> tasks = Script.tasks(RunStatus.COMPLETED);
    for (int i = 0; i < 100_000; i++) {
      many.put(Script.run(i, "run-" + i, RunStatus.COMPLETED, tasks));
    }
    try (Deck deck = new Deck(many)) {
      DataTableOf<RunSummary> table = deck.show(Screen.QUEUE).table("queue");
      table.untilRows(100_000);
      long started = System.nanoTime();
      TextField field = deck.node("#queue-filter", TextField.class);
      FxThread.run(() -> field.setText("run-4242"));
      table.untilRows(11);
      Duration took = Duration.ofNanos(System.nanoTime() - started);
      PanelFigures.note("panel.queueFilter@100000", took.toMillis(), "ms");
      assertThat(deck.text("#queue-count")).isEqualTo("11 of 100,000");
    }
  }

  private io.peerdeck.node.RunDetail hold(String id) {
    io.peerdeck.node.RunDetail run = node.run(id);
    RunSummary s = run.summary();
    RunSummary held =
        new RunSummary(
            s.id(),
            s.name(),
            s.file(),
            s.tags(),
            s.status(),
            true,
            s.priority(),
            s.submitter(),
            s.submittedAt(),
            s.finishedAt(),
            s.tasks(),
            s.tasksDone(),
            s.tasksFailed(),
            s.peers(),
            s.position(),
            "Held by my-laptop.");
    return new io.peerdeck.node.RunDetail(
        held,
        new ArrayList<>(run.tasks()),
        run.inputs(),
        run.strategy(),
        run.source(),
        run.snapshot(),
        run.holders(),
        run.again());
  }

  /// Opens a drop-down's items as a click does and chooses one.
  private static void choose(Deck deck, String button, int item) {
    MenuButton menu = deck.node(button, MenuButton.class);
    deck.until(button + " is enabled", () -> !menu.isDisabled());
    FxThread.run(
        () -> {
          menu.show();
          menu.getItems().get(item).fire();
          menu.hide();
        });
    deck.settle();
  }
}
