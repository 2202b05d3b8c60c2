package io.peerdeck.panel.queue;

import io.peerdeck.node.Node;
import io.peerdeck.node.RunAgain;
import io.peerdeck.node.RunSummary;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Bulk;
import io.peerdeck.panel.part.Confirm;
import io.peerdeck.panel.part.Desk;
import java.util.List;
import java.util.Optional;

/// Runs that are run again: one at once, and shown; several after a question.
final class Repetition {
  private static final Texts TEXTS = Texts.of("runs");
  private final Desk desk;
  private final Bulk<RunSummary> bulk;

  Repetition(Desk desk, Bulk<RunSummary> bulk) {
    this.desk = desk;
    this.bulk = bulk;
  }

  /// All of these runs, each from its beginning.
  void whole(List<RunSummary> runs) {
    if (runs.size() == 1) {
      of(runs.getFirst(), RunAgain.WHOLE);
    } else if (!runs.isEmpty()) {
      desk.overlay()
          .confirm(
              new Confirm(
                  TEXTS.get("again.many", runs.size()),
                  TEXTS.get("again.text", runs.size()),
                  RunActions.names(runs),
                  TEXTS.get("again.yes", runs.size()),
                  () -> bulk.each(runs, "again", "", Repetition::repeat, Optional.empty())));
    }
  }

  /// A run, or a part of it.
  void of(RunSummary run, RunAgain what) {
    desk.bridge()
        .act(
            TEXTS.get("again.failed", run.name()),
            node -> node.again(run.id(), what),
            made -> {
              desk.toasts().done(TEXTS.get("again.done", run.name(), Words.shortId(made.id())));
              desk.navigator().openRun(made.id(), Optional.empty());
            });
  }

  private static void repeat(Node node, RunSummary run) {
    RunSummary made = node.again(run.id());
    assert !made.id().equals(run.id());
  }
}
