package io.peerdeck.panel.queue;

import io.peerdeck.node.PeerRef;
import io.peerdeck.node.RunSummary;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Column;
import io.peerdeck.panel.part.Facet;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.schedule.RunStatus;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Runs as a table.
final class QueueColumns {
  private static final Texts TEXTS = Texts.of("queue");

  private QueueColumns() {}

  static List<Column<RunSummary>> all(InstantSource time) {
    return List.of(
        Column.<RunSummary>mark(
                "status", TEXTS.get("column.status"), 8.5, Mark::of, run -> Mark.of(run).word())
            .withTooltip(run -> run.waitsFor().isBlank() ? run.status().text() : run.waitsFor()),
        Column.<RunSummary>text("name", TEXTS.get("column.name"), 18, RunSummary::name)
            .withTooltip(run -> run.name() + "\n" + run.id())
            .withLeast(15.5),
        Column.<RunSummary, Integer>number(
                "priority",
                TEXTS.get("column.priority"),
                3.8,
                run -> "p" + run.priority(),
                RunSummary::priority)
            .leaving(3),
        Column.<RunSummary, Integer>number(
                "tasks",
                TEXTS.get("column.tasks"),
                5,
                run -> run.tasksDone() + " / " + run.tasks(),
                RunSummary::tasks)
            .withExport(run -> run.tasksDone() + " / " + run.tasks())
            .leaving(2),
        Column.ago("submitted", TEXTS.get("column.submitted"), 7, RunSummary::submittedAt, time)
            .leaving(4),
        Column.<RunSummary, Long>number(
                "took", TEXTS.get("column.took"), 5.5, run -> took(run, time), QueueColumns::length)
            .withExport(run -> millis(run).<Object>map(millis -> millis).orElse(""))
            .leaving(1),
        Column.<RunSummary>text("where", TEXTS.get("column.where"), 22, QueueColumns::where)
            .withTooltip(QueueColumns::whereWhole)
            .withLeast(8)
            .notSearched()
            .leaving(5),
        Column.<RunSummary>text(
                "peers", TEXTS.get("column.peers"), 10, run -> RunInspection.names(run.peers()))
            .withLeast(5.5)
            .hidden(),
        Column.text("waits", TEXTS.get("column.waits"), 18, RunSummary::waitsFor).hidden(),
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

  /// Who runs it, else why nobody does.
  private static String where(RunSummary run) {
    return run.peers().isEmpty() ? run.waitsFor() : RunInspection.names(run.peers());
  }

  private static String whereWhole(RunSummary run) {
    return run.peers().isEmpty() || run.waitsFor().isBlank()
        ? where(run)
        : where(run) + "\n" + run.waitsFor();
  }

  /// What it took, or takes by now; nothing of a run that has not begun.
  private static String took(RunSummary run, InstantSource time) {
    return millis(run)
        .or(
            () ->
                run.status() == RunStatus.IN_PROGRESS
                    ? Optional.of(time.millis() - run.submittedAt().toEpochMilli())
                    : Optional.empty())
        .map(millis -> Words.duration(Math.max(0, millis)))
        .orElse("");
  }

  /// For sorting: what has not ended is longer than all that has, the oldest the longest. An order
  /// that changed with the time would be none.
  private static long length(RunSummary run) {
    return millis(run).orElse(Long.MAX_VALUE - Math.max(0, run.submittedAt().toEpochMilli()));
  }

  private static Optional<Long> millis(RunSummary run) {
    return run.finishedAt().map(at -> at.toEpochMilli() - run.submittedAt().toEpochMilli());
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
