package io.peerdeck.panel.queue;

import io.peerdeck.node.PeerRef;
import io.peerdeck.node.RunSummary;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Column;
import io.peerdeck.panel.part.Facet;
import io.peerdeck.panel.part.Mark;
import java.time.InstantSource;
import java.util.List;

/// Runs as a table.
final class QueueColumns {
  private static final Texts TEXTS = Texts.of("queue");

  private QueueColumns() {}

  static List<Column<RunSummary>> all(InstantSource time) {
    return List.of(
        Column.<RunSummary>mark(
                "status", TEXTS.get("column.status"), 8.5, Mark::of, run -> Mark.of(run).word())
            .withTooltip(run -> run.waitsFor().isBlank() ? run.status().text() : run.waitsFor()),
        Column.<RunSummary>text("name", TEXTS.get("column.name"), 14, RunSummary::name)
            .withTooltip(run -> run.name() + "\n" + run.id())
            .withLeast(8.5),
        Column.number(
            "priority",
            TEXTS.get("column.priority"),
            4,
            run -> "p" + run.priority(),
            RunSummary::priority),
        Column.<RunSummary, Integer>number(
                "tasks",
                TEXTS.get("column.tasks"),
                5.5,
                run -> run.tasksDone() + " / " + run.tasks(),
                RunSummary::tasks)
            .withExport(run -> run.tasksDone() + " / " + run.tasks()),
        Column.<RunSummary>text(
                "peers", TEXTS.get("column.peers"), 10, run -> RunInspection.names(run.peers()))
            .withLeast(5.5),
        Column.<RunSummary, Long>number(
                "submitted",
                TEXTS.get("column.submitted"),
                7.5,
                run -> Words.ago(run.submittedAt(), time),
                run -> run.submittedAt().toEpochMilli())
            .withTooltip(run -> Words.absolute(run.submittedAt()))
            .withExport(run -> run.submittedAt().toString()),
        Column.<RunSummary, Long>number(
            "took",
            TEXTS.get("column.took"),
            6.5,
            run -> run.finishedAt().isEmpty() ? "" : Words.duration(millis(run)),
            QueueColumns::millis),
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
            .withExport(RunSummary::id)
            .hidden());
  }

  private static long millis(RunSummary run) {
    return run.finishedAt()
        .map(at -> at.toEpochMilli() - run.submittedAt().toEpochMilli())
        .orElse(-1L);
  }

  static List<Facet<RunSummary>> facets() {
    return List.of(
        new Facet<>("status", TEXTS.get("facet.status"), run -> List.of(Mark.of(run).word())),
        new Facet<>("tag", TEXTS.get("facet.tag"), RunSummary::tags),
        new Facet<>(
            "peer",
            TEXTS.get("facet.peer"),
            run -> run.peers().stream().map(PeerRef::name).toList()));
  }
}
