package io.peerdeck.panel.queue;

import io.peerdeck.node.Node;
import io.peerdeck.node.RunSummary;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Desk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// One command for many runs: carried out one after the other, told once with their number, and
/// with the way back where there is one. What was refused is told with the first reason.
final class RunBulk {
  private static final Texts TEXTS = Texts.of("runs");
  private final Desk desk;

  RunBulk(Desk desk) {
    this.desk = desk;
  }

  private record Outcome(List<RunSummary> done, List<RunSummary> refused, String reason) {}

  /// @param what begins the keys of the words: `hold.done`, `hold.failed`
  /// @param more what the words name besides the run, such as a peer
  void each(
      List<RunSummary> runs,
      String what,
      String more,
      BiConsumer<Node, RunSummary> command,
      Optional<BiConsumer<Node, RunSummary>> undo) {
    if (runs.isEmpty()) {
      return;
    }
    desk.bridge()
        .act(
            failed(what, runs, runs.size(), more),
            node -> carryOut(node, runs, command),
            outcome -> tell(outcome, runs.size(), what, more, undo));
  }

  private Outcome carryOut(Node node, List<RunSummary> runs, BiConsumer<Node, RunSummary> command) {
    List<RunSummary> done = new ArrayList<>();
    List<RunSummary> refused = new ArrayList<>();
    String reason = "";
    for (RunSummary run : runs) {
      try {
        command.accept(node, run);
        done.add(run);
      } catch (RuntimeException e) {
        if (refused.isEmpty()) {
          reason = desk.bridge().message(e);
        }
        refused.add(run);
      }
    }
    return new Outcome(done, refused, reason);
  }

  private void tell(
      Outcome outcome,
      int asked,
      String what,
      String more,
      Optional<BiConsumer<Node, RunSummary>> undo) {
    if (!outcome.refused().isEmpty()) {
      desk.notices().problem(failed(what, outcome.refused(), asked, more), outcome.reason());
    }
    if (outcome.done().isEmpty()) {
      return;
    }
    String words =
        outcome.done().size() == 1
            ? TEXTS.get(what + ".done", outcome.done().getFirst().name(), more)
            : TEXTS.get(what + ".several", outcome.done().size(), more);
    if (undo.isPresent()) {
      desk.toasts()
          .done(words, () -> each(outcome.done(), "undo", more, undo.get(), Optional.empty()));
    } else {
      desk.toasts().done(words);
    }
  }

  private static String failed(String what, List<RunSummary> runs, int asked, String more) {
    return asked == 1
        ? TEXTS.get(what + ".failed", runs.getFirst().name(), more)
        : TEXTS.get(what + ".refused", runs.size(), asked, more);
  }
}
