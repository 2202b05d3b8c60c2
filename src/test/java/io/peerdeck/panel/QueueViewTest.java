package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.Change;
import io.peerdeck.node.PeerRef;
import io.peerdeck.node.RunSummary;
import io.peerdeck.node.TaskView;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Screen;
import io.peerdeck.schedule.RunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The queue: every button, the filter, and rows that stay where they are.
final class QueueViewTest {
  private static final String AGAIN_FAILED = Texts.of("runs").get("againFailed");
  private final ScriptedNode node = PicturesTest.filled();

  @Test
  void theFirstRunsOfAnEmptyQueueSayWhatTheyAre() {
    ScriptedNode fresh = new ScriptedNode();
    try (Deck deck = new Deck(fresh)) {
      DataTableOf<RunSummary> table = deck.show(Screen.QUEUE).table("queue");
      assertThat(table.said()).isEmpty();
      fresh.put(Script.run(1, "docs", RunStatus.PENDING, Script.tasks(RunStatus.PENDING)));
      fresh.changed(new Change.Run(Script.cid(1)));
      table.untilRows(1);
      deck.settle();
      assertThat(table.said()).contains("docs");
      fresh.put(Script.run(2, "codegen", RunStatus.PENDING, Script.tasks(RunStatus.PENDING)));
      fresh.changed(new Change.Run(Script.cid(2)));
      table.untilRows(2);
      deck.settle();
      deck.show(Screen.PEERS).show(Screen.QUEUE);
      assertThat(table.said()).contains("docs", "codegen");
      FxThread.run(() -> deck.node("#queue-filter", TextField.class).setText("doc"));
      table.untilRows(1);
      deck.settle();
      assertThat(table.said()).contains("docs").doesNotContain("codegen");
      FxThread.run(() -> deck.node("#queue-filter", TextField.class).clear());
      table.untilRows(2);
      deck.settle();
      assertThat(table.said()).contains("docs", "codegen");
    }
  }

  @Test
  void everyButtonDoesWhatItSays() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.QUEUE);
      DataTableOf<RunSummary> table = deck.table("queue");
      table.select(0);
      String run = table.rows().getFirst().id();
      deck.click("#toolbar-hold");
      deck.choose("assign", 1);
      assertThat(deck.text("#confirm .overlay-title")).isEqualTo("Assign nightly-data to nuc-1?");
      deck.click("#confirm-yes");
      deck.choose("priority", 0);
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
      assertThat(toast(deck)).contains("runs again");
      deck.node("#job-graph", javafx.scene.Node.class);
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
      assertThat(deck.off("cancel")).isTrue();
      assertThat(deck.off("again")).isFalse();
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
      assertThat(deck.text("#confirm .overlay-title")).isEqualTo("Adopt theirs?");
      assertThat(told(deck)).contains("in place of nuc-1").contains("cannot be undone here");
      deck.click("#confirm-yes");
      deck.until("it is adopted", () -> node.did.contains("adopt " + Script.cid(61)));
    }
  }

  @Test
  void whatRunsElsewhereIsAssignedAfterAQuestionAndGoesBackToThoseWhoHadIt() {
    node.put(Script.run(62, "all-held", RunStatus.IN_PROGRESS, held(Script.ref(2))));
    String id = Script.cid(62);
    try (Deck deck = new Deck(node)) {
      DataTableOf<RunSummary> table = deck.show(Screen.QUEUE).table("queue");
      table.untilRows(40);
      table.select(0);
      deck.choose("assign", 1);
      assertThat(told(deck)).contains("2 jobs run on other machines").contains("can be undone");
      deck.click("#confirm-yes").click(".toast-undo");
      deck.until("it went back", () -> node.did.size() == 3);
      assertThat(node.did)
          .containsExactly(
              "assign " + id + " all " + Script.ref(1).id(),
              "assign " + id + " build " + Script.ref(2).id(),
              "assign " + id + " build:1 " + Script.ref(2).id());
    }
  }

  @Test
  void whatNobodyHasYetIsAssignedWithoutAWayBackAndThatIsSaid() {
    try (Deck deck = new Deck(node)) {
      DataTableOf<RunSummary> table = deck.show(Screen.QUEUE).table("queue");
      table.select(2);
      deck.choose("assign", 1);
      assertThat(toast(deck)).contains("to change that, assign it to another machine");
      assertThat(deck.exists(".toast-undo")).isFalse();
      table.select(1, 2);
      deck.choose("assign", 2);
      assertThat(deck.text("#confirm .overlay-title")).isEqualTo("Assign 2 runs to nuc-2?");
      assertThat(told(deck)).contains("It cannot be undone: a job that nobody had yet");
      deck.click("#confirm-no");
      assertThat(node.did).hasSize(1);
    }
  }

  @Test
  void theMenuOpensARunInAWindowOfItsOwn() {
    try (Deck deck = new Deck(node)) {
      DataTableOf<RunSummary> table = deck.show(Screen.QUEUE).table("queue");
      table.select(0);
      FxThread.run(
          () -> {
            ContextMenu menu = table.view().getContextMenu();
            menu.show(table.view(), 0, 0);
            menu.getItems().stream()
                .filter(item -> "Window".equals(item.getText()))
                .forEach(MenuItem::fire);
            menu.hide();
          });
      deck.settle();
      assertThat(FxThread.call(() -> deck.window.shell().windows().all())).hasSize(1);
    }
  }

  @Test
  void theFailedJobsOfARunAreRunAgainFromItsMenu() {
    try (Deck deck = new Deck(node)) {
      DataTableOf<RunSummary> table = deck.show(Screen.QUEUE).table("queue");
      RunSummary failed =
          table.rows().stream()
              .filter(run -> run.status() == RunStatus.FAILED)
              .findFirst()
              .orElseThrow();
      RunSummary good =
          table.rows().stream()
              .filter(run -> run.status() == RunStatus.COMPLETED)
              .findFirst()
              .orElseThrow();
      table.select(table.rows().indexOf(good));
      assertThat(fromMenu(table, AGAIN_FAILED)).as("nothing failed").isFalse();
      table.select(table.rows().indexOf(failed));
      assertThat(fromMenu(table, AGAIN_FAILED)).isTrue();
      deck.settle();
      deck.until("asked", () -> !node.did.isEmpty());
      assertThat(node.did).containsExactly("again " + failed.id() + " failed");
    }
  }

  /// Chooses from the rows' menu; false where it is not to be chosen.
  private static boolean fromMenu(DataTableOf<RunSummary> table, String text) {
    return FxThread.call(
        () -> {
          ContextMenu menu = table.view().getContextMenu();
          menu.show(table.view(), 0, 0);
          MenuItem item =
              menu.getItems().stream()
                  .filter(each -> text.equals(each.getText()))
                  .findFirst()
                  .orElseThrow();
          boolean chosen = !item.isDisable();
          if (chosen) {
            item.fire();
          }
          menu.hide();
          return chosen;
        });
  }

  @Test
  void aTemplateIsChosenPreviewedAndSubmitted() {
    ScriptedNode empty = new ScriptedNode();
    Path file = Path.of("/tmp/templates/pipeline/pipeline.yml");
    empty.previews.put(file, Script.preview(file));
    try (Deck deck = new Deck(empty)) {
      deck.show(Screen.QUEUE);
      MenuButton templates = deck.node("#queue-empty-templates", MenuButton.class);
      FxThread.run(templates::show);
      deck.until(
          "read", () -> "queue-template.pipeline".equals(templates.getItems().getFirst().getId()));
      FxThread.run(
          () -> {
            assertThat(templates.getItems().getFirst().getText()).contains("Plan, work, gather");
            templates.getItems().getFirst().fire();
            templates.hide();
          });
      deck.until("previewed", () -> deck.exists("#preview-jobs"));
      assertThat(deck.text("#preview-command")).contains(file.toString());
      deck.fire("#preview-submit");
      deck.until("submitted", () -> empty.did.contains("submit pipeline.yml"));
      assertThat(empty.did).containsExactly("template pipeline", "submit pipeline.yml");
    }
  }

  private static List<TaskView> held(PeerRef peer) {
    return Script.tasks(RunStatus.IN_PROGRESS).stream()
        .filter(task -> task.ref().job().equals("build") && task.ref().index() < 2)
        .map(task -> Script.heldBy(task, peer))
        .toList();
  }

  private static String told(Deck deck) {
    return FxThread.call(
        () ->
            deck.visible("#confirm .label").stream()
                .map(label -> ((javafx.scene.control.Label) label).getText())
                .collect(java.util.stream.Collectors.joining(" ")));
  }

  @Test
  void rowsStayWhileThePointerIsOnThem() {
    try (Deck deck = new Deck(node)) {
      DataTableOf<RunSummary> table = deck.show(Screen.QUEUE).table("queue");
      table.untilRows(39);
      deck.point(table.view());
      deck.until("the pointer is on the table", () -> table.view().isHover());
      node.put(Script.run(60, "late", RunStatus.PENDING, Script.tasks(RunStatus.PENDING)));
      node.changed(new Change.Run(Script.cid(60)));
      Button waiting = deck.node("#queue-waiting", Button.class);
      deck.until("the new run waits", () -> waiting.getText().equals("1 new"));
      assertThat(table.rows()).hasSize(39);
      deck.point("#navigation");
      table.untilRows(40);
      assertThat(table.rows().getFirst().name()).isEqualTo("late");
    }
  }

  @Test
  void selectionFiltersAndCopyWork() {
    try (Deck deck = new Deck(node)) {
      DataTableOf<RunSummary> table = deck.show(Screen.QUEUE).table("queue");
      deck.press(KeyCode.CONTROL, KeyCode.F);
      deck.write("scrape");
      deck.until("filtered", () -> table.view().getItems().size() == 7);
      assertThat(deck.text("#queue-count")).isEqualTo("7 of 39");
      table.select(0);
      FxThread.run(() -> table.view().requestFocus());
      deck.press(KeyCode.CONTROL, KeyCode.C);
      String copied = FxThread.call(() -> Clipboard.getSystemClipboard().getString());
      assertThat(copied).contains("scrape-site").contains("\t");
      assertThat(toast(deck)).isEqualTo("It is on the clipboard");
      table.select();
      FxThread.run(() -> table.view().requestFocus());
      deck.press(KeyCode.CONTROL, KeyCode.C);
      assertThat(FxThread.call(() -> Clipboard.getSystemClipboard().getString()))
          .as("nothing selected takes nothing away")
          .isEqualTo(copied);
      FxThread.run(() -> deck.window.shell().openQueue("pending"));
      table.untilRows(1);
    }
  }

  @Test
  void aRefusalIsToldAndStaysUntilRead() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.QUEUE).<RunSummary>table("queue").select(0);
      node.refusal = Optional.of("Only operators may hold a run.");
      deck.click("#toolbar-hold");
      assertThat(deck.text("#notice-text")).isEqualTo("Only operators may hold a run.");
      deck.click("#header-needs");
      assertThat(deck.exists("#needs")).isTrue();
      deck.press(KeyCode.ESCAPE).click("#notice-read");
      assertThat(deck.exists("#notice-bar")).isFalse();
    }
  }

  @Test
  void manyRunsAreHeldAsOneAndTheHoldIsUndone() {
    try (Deck deck = new Deck(node)) {
      DataTableOf<RunSummary> table = deck.show(Screen.QUEUE).table("queue");
      table.select(0, 1, 2);
      deck.click("#toolbar-hold");
      assertThat(toast(deck)).isEqualTo("3 runs are held");
      String undo = ".toast-undo";
      deck.click(undo);
      List<String> ids = table.rows().subList(0, 3).stream().map(RunSummary::id).toList();
      deck.until("all is undone", () -> node.did.size() == 6);
      assertThat(node.did.subList(3, 6))
          .containsExactlyElementsOf(ids.stream().map(id -> "release " + id).toList());
      assertThat(toast(deck)).isEqualTo("3 runs are as they were");
    }
  }

  @Test
  void anotherPriorityIsAskedForWithTheCountAndUndoneToWhatEachRunHad() {
    try (Deck deck = new Deck(node)) {
      DataTableOf<RunSummary> table = deck.show(Screen.QUEUE).table("queue");
      table.select(0, 1);
      deck.choose("priority", 8);
      assertThat(deck.text("#confirm .overlay-title")).isEqualTo("Give 2 runs priority p9?");
      assertThat(node.did).isEmpty();
      deck.click("#confirm-yes");
      assertThat(toast(deck)).isEqualTo("2 runs have priority p9 now");
      deck.press(KeyCode.CONTROL, KeyCode.Z);
      List<RunSummary> runs = table.rows().subList(0, 2);
      deck.until("both are undone", () -> node.did.size() == 4);
      assertThat(node.did.subList(2, 4))
          .containsExactlyElementsOf(
              runs.stream().map(run -> "prioritise " + run.id() + " " + run.priority()).toList());
    }
  }

  @Test
  void manyRunsAreCancelledAndRunAgainAfterACountedQuestion() {
    try (Deck deck = new Deck(node)) {
      DataTableOf<RunSummary> table = deck.show(Screen.QUEUE).table("queue");
      table.select(0, 1, 2);
      deck.click("#toolbar-cancel");
      assertThat(deck.text("#confirm .overlay-title")).isEqualTo("Cancel 3 runs?");
      deck.click("#confirm-yes");
      deck.until("all are cancelled", () -> node.did.size() == 3);
      assertThat(node.did).allMatch(did -> did.startsWith("cancel "));
      table.select(3, 4);
      deck.click("#toolbar-again");
      assertThat(deck.text("#confirm .overlay-title")).isEqualTo("Run 2 runs again?");
      deck.click("#confirm-yes");
      deck.until("both run again", () -> node.did.size() == 5);
    }
  }

  @Test
  void whatIsRefusedIsToldOnceWithItsNumber() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.QUEUE).<RunSummary>table("queue").select(0, 1, 2);
      node.refusal = Optional.of("Only operators may hold a run.");
      deck.click("#toolbar-hold");
      assertThat(deck.text("#notice-title")).isEqualTo("3 of 3 runs could not be held");
      assertThat(deck.text("#notice-text")).isEqualTo("Only operators may hold a run.");
    }
  }

  @Test
  void runsAreFilteredByStatusTagAndPeer() {
    try (Deck deck = new Deck(node)) {
      DataTableOf<RunSummary> table = deck.show(Screen.QUEUE).table("queue");
      table.untilRows(39);
      facet(deck, "tag", "offline-workflow");
      deck.until("every third", () -> table.view().getItems().size() == 13);
      facet(deck, "status", "failed");
      deck.until(
          "those that failed of them",
          () ->
              table.view().getItems().size() < 13
                  && table.view().getItems().stream()
                      .allMatch(run -> run.status() == RunStatus.FAILED));
      facet(deck, "tag", "offline-workflow");
      facet(deck, "status", "failed");
      facet(deck, "peer", "nuc-2");
      deck.until(
          "those nuc-2 had a part in",
          () ->
              table.view().getItems().size() < 39
                  && table.view().getItems().stream()
                      .allMatch(
                          run -> run.peers().stream().anyMatch(p -> p.name().equals("nuc-2"))));
    }
  }

  /// Chooses a value of a facet, or no longer.
  private static void facet(Deck deck, String facet, String value) {
    MenuButton button = deck.node("#queue-facet-" + facet, MenuButton.class);
    FxThread.run(
        () ->
            button.getItems().stream()
                .filter(item -> value.equals(item.getText()))
                .forEach(
                    item -> {
                      CheckMenuItem check = (CheckMenuItem) item;
                      check.setSelected(!check.isSelected());
                      check.fire();
                    }));
    deck.settle();
  }

  @Test
  void theInspectorSaysWhyARunWaitsAndItsPlace() {
    try (Deck deck = new Deck(node)) {
      FxThread.run(() -> deck.window.shell().show(Screen.QUEUE, Script.cid(37)));
      deck.settle();
      deck.fire("#header-details");
      deck.until("it is explained", () -> deck.exists(".inspection"));
      assertThat(
              FxThread.call(
                  () ->
                      deck.visible(".inspection .label").stream()
                          .map(label -> ((javafx.scene.control.Label) label).getText())
                          .toList()))
          .contains("build waits for a free slot on nuc-1.")
          .contains("38, as this machine would take them");
    }
  }

  @Test
  void theInspectorExplainsWhoWouldGetAWaitingRun() {
    try (Deck deck = new Deck(node)) {
      DataTableOf<RunSummary> table = deck.show(Screen.QUEUE).table("queue");
      table.select(2);
      deck.fire("#header-details");
      assertThat(deck.exists("#ranking")).isTrue();
      List<String> words =
          FxThread.call(
              () ->
                  deck.visible("#ranking .label").stream()
                      .map(label -> ((javafx.scene.control.Label) label).getText())
                      .toList());
      assertThat(words)
          .anyMatch(line -> line.matches("1\\. .*, 108 bits apart\\. Is nearest to the job\\."))
          .anyMatch(line -> line.contains("Refused: does not trust nuc-2."))
          .anyMatch(line -> line.contains("Not macbook: Lacks the label ubuntu-latest."));
    }
  }

  @Test
  void runsAreFilteredByTheTimeOfTheirSubmission() {
    try (Deck deck = new Deck(node)) {
      DataTableOf<RunSummary> table = deck.show(Screen.QUEUE).table("queue");
      table.untilRows(39);
      choose(deck, "#queue-times", 2);
      table.untilRows(0);
      choose(deck, "#queue-times", 3);
      table.untilRows(39);
      choose(deck, "#queue-times", 6);
      deck.node("#time-from", TextField.class);
      RunSummary middle = table.rows().get(10);
      String from = io.peerdeck.panel.bridge.Words.absolute(middle.submittedAt()).substring(0, 16);
      FxThread.run(() -> deck.node("#time-from", TextField.class).setText("yesterday"));
      assertThat(deck.text("#time-problem")).startsWith("yesterday is no time");
      assertThat(deck.node("#time-use", Button.class).isDisabled()).isTrue();
      FxThread.run(() -> deck.node("#time-from", TextField.class).setText(from));
      deck.click("#time-use");
      deck.until("some are left", () -> table.view().getItems().size() < 39);
      assertThat(table.rows()).contains(middle);
    }
  }

  @Test
  void aViewIsSavedUnderANameShownAgainAndForgotten() {
    try (Deck deck = new Deck(node)) {
      DataTableOf<RunSummary> table = deck.show(Screen.QUEUE).table("queue");
      FxThread.run(() -> deck.node("#queue-filter", TextField.class).setText("codegen"));
      deck.until("filtered", () -> table.view().getItems().size() < 39);
      int some = table.rows().size();
      choose(deck, "#queue-views", 0);
      FxThread.run(() -> deck.node("#view-name", TextField.class).setText("My codegen"));
      deck.click("#view-save");
      FxThread.run(() -> deck.node("#queue-filter", TextField.class).clear());
      table.untilRows(39);
      choose(deck, "#queue-views", 0);
      table.untilRows(some);
      assertThat(FxThread.call(() -> deck.node("#queue-filter", TextField.class).getText()))
          .isEqualTo("codegen");
    }
  }

  @Test
  void whatIsShownIsExportedWithTheColumnsShown(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("queue.csv");
    try (Deck deck = new Deck(node)) {
      DataTableOf<RunSummary> table = deck.show(Screen.QUEUE).table("queue");
      FxThread.run(() -> deck.node("#queue-filter", TextField.class).setText("scrape"));
      table.untilRows(7);
      deck.files.saved = Optional.of(file);
      choose(deck, "#queue-export", 2);
      deck.until("it is written", () -> toast(deck).contains("7 rows written to"));
      List<String> lines = Files.readAllLines(file);
      assertThat(lines).hasSize(8);
      assertThat(lines.getFirst()).isEqualTo("status,name,priority,tasks,submitted,took,where");
      assertThat(lines.get(1)).contains("scrape-site").contains("2026-03-0");
      choose(deck, "#queue-export", 1);
      deck.until("it is copied", () -> toast(deck).contains("clipboard"));
      String json = FxThread.call(() -> Clipboard.getSystemClipboard().getString());
      assertThat(new com.fasterxml.jackson.databind.ObjectMapper().readTree(json))
          .hasSize(7)
          .allMatch(row -> row.path("name").asText().equals("scrape-site"));
    }
  }

  private static String toast(Deck deck) {
    return FxThread.call(
        () ->
            deck.visible(".toast-text").stream()
                .map(label -> ((javafx.scene.control.Label) label).getText())
                .reduce("", (before, last) -> last));
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
        run.terms(),
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
