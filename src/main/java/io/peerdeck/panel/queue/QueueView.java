package io.peerdeck.panel.queue;

import io.peerdeck.node.Change;
import io.peerdeck.node.Node;
import io.peerdeck.node.PeerRef;
import io.peerdeck.node.RunQuery;
import io.peerdeck.node.RunSummary;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Action;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Column;
import io.peerdeck.panel.part.DataTable;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.EmptyState;
import io.peerdeck.panel.part.Facet;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.Offer;
import io.peerdeck.panel.part.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.scene.control.Button;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/// Every run: filter, steer, open.
public final class QueueView extends View {
  /// Changed runs read one by one; above that the newest page is cheaper.
  private static final int READ_SINGLY = 512;

  private static final Texts TEXTS = Texts.of("queue");
  private final Desk desk;
  private final DataTable<RunSummary> table;
  private List<RunSummary> inspected = List.of();

  public QueueView(Desk desk) {
    this.desk = desk;
    RunActions runs = new RunActions(desk);
    List<Action<RunSummary>> actions = new ArrayList<>();
    actions.add(runs.submit());
    actions.addAll(runs.steering());
    this.table =
        new DataTable<>(
            desk,
            "queue",
            TEXTS.get("title"),
            RunSummary::id,
            columns(),
            facets(),
            Comparator.comparing(RunSummary::submittedAt).reversed().thenComparing(RunSummary::id),
            actions,
            empty());
    table.onSelection(this::selected);
    table.onOpen(run -> desk.navigator().openRun(run.id(), Optional.empty()));
    own(desk.bridge().watch(TEXTS.get("reading"), QueueView::concerns, this::read, this::show));
  }

  /// One reading: all runs, or only those that changed.
  private record Reading(boolean all, List<RunSummary> runs) {}

  @Override
  public Region root() {
    return table;
  }

  @Override
  public void focus() {
    table.focusTable();
  }

  @Override
  public List<Offer> offers() {
    return table.actions().offers();
  }

  @Override
  public boolean pressed(KeyEvent event) {
    return table.actions().run(event);
  }

  @Override
  public Optional<String> chosenKey() {
    return table.chosenKey();
  }

  @Override
  public void chooseKey(String key) {
    table.select(key);
  }

  @Override
  public void focusFilter() {
    table.filters().field().requestFocus();
  }

  @Override
  public void refreshTimes() {
    table.refreshTimes();
  }

  public void filterBy(String status) {
    table.filters().choose("status", status);
  }

  private static boolean concerns(Change change) {
    return change instanceof Change.Run;
  }

  private Reading read(Node node, Set<Change> news) {
    if (news.isEmpty() || news.size() > READ_SINGLY) {
      return new Reading(true, node.runs(RunQuery.all(RunQuery.MAX_LIMIT)).runs());
    }
    List<RunSummary> changed = new ArrayList<>();
    for (Change change : news) {
      if (change instanceof Change.Run(String id)) {
        changed.add(node.run(id).summary());
      }
    }
    return new Reading(false, changed);
  }

  private void show(Reading reading) {
    if (reading.all()) {
      table.rows(reading.runs());
    } else {
      table.merge(reading.runs());
    }
  }

  private void selected(List<RunSummary> runs) {
    if (runs.equals(inspected)) {
      return;
    }
    inspected = runs;
    switch (runs.size()) {
      case 0 -> inspectNothing();
      case 1 -> inspect(RunInspection.of(desk, runs.getFirst()));
      default -> inspect(RunInspection.of(desk, runs));
    }
  }

  private List<Column<RunSummary>> columns() {
    return List.of(
        Column.<RunSummary>mark(
                "status", TEXTS.get("column.status"), 8.5, Mark::of, run -> Mark.of(run).word())
            .withTooltip(run -> run.waitsFor().isBlank() ? run.status().text() : run.waitsFor()),
        Column.<RunSummary>text("name", TEXTS.get("column.name"), 14, RunSummary::name)
            .withTooltip(run -> run.name() + "\n" + run.id())
            .withLeast(10),
        Column.number(
            "priority",
            TEXTS.get("column.priority"),
            4,
            run -> "p" + run.priority(),
            RunSummary::priority),
        Column.number(
            "tasks",
            TEXTS.get("column.tasks"),
            5.5,
            run -> run.tasksDone() + " / " + run.tasks(),
            RunSummary::tasks),
        Column.<RunSummary>text(
                "peers", TEXTS.get("column.peers"), 10, run -> RunInspection.names(run.peers()))
            .withLeast(5.5),
        Column.<RunSummary, Long>number(
                "submitted",
                TEXTS.get("column.submitted"),
                7.5,
                run -> Words.ago(run.submittedAt(), desk.time()),
                run -> run.submittedAt().toEpochMilli())
            .withTooltip(run -> Words.absolute(run.submittedAt())),
        Column.<RunSummary, Long>number(
            "took",
            TEXTS.get("column.took"),
            6.5,
            run -> run.finishedAt().isEmpty() ? "" : Words.duration(millis(run)),
            QueueView::millis),
        Column.text("waits", TEXTS.get("column.waits"), 18, RunSummary::waitsFor),
        Column.<RunSummary>text("file", TEXTS.get("column.file"), 10, RunSummary::file).hidden(),
        Column.<RunSummary>text(
                "tags", TEXTS.get("column.tags"), 9, run -> String.join(", ", run.tags()))
            .hidden(),
        Column.<RunSummary>text(
                "submitter", TEXTS.get("column.submitter"), 9, run -> run.submitter().name())
            .hidden(),
        Column.<RunSummary>text("id", TEXTS.get("column.id"), 8, run -> Words.shortId(run.id()))
            .withTooltip(RunSummary::id)
            .hidden());
  }

  private static long millis(RunSummary run) {
    return run.finishedAt()
        .map(at -> at.toEpochMilli() - run.submittedAt().toEpochMilli())
        .orElse(-1L);
  }

  private static List<Facet<RunSummary>> facets() {
    return List.of(
        new Facet<>("status", TEXTS.get("facet.status"), run -> List.of(Mark.of(run).word())),
        new Facet<>("tag", TEXTS.get("facet.tag"), RunSummary::tags),
        new Facet<>(
            "peer",
            TEXTS.get("facet.peer"),
            run -> run.peers().stream().map(PeerRef::name).toList()));
  }

  private Region empty() {
    Button submit =
        Buttons.of(
            Feather.UPLOAD, TEXTS.get("empty.submit"), desk.navigator()::chooseFiles, "accent");
    submit.setId("queue-empty-submit");
    return new EmptyState(Feather.INBOX, TEXTS.get("empty.title"), TEXTS.get("empty.text"), submit);
  }
}
