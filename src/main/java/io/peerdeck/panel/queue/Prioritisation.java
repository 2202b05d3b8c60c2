package io.peerdeck.panel.queue;

import io.peerdeck.node.RunSummary;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Action;
import io.peerdeck.panel.part.Bulk;
import io.peerdeck.panel.part.Confirm;
import io.peerdeck.panel.part.Desk;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Another priority for runs: for one at once, for several after a question; both have a way back.
final class Prioritisation {
  private static final Texts TEXTS = Texts.of("runs");
  private static final int LAST = 9;
  private final Desk desk;
  private final Bulk<RunSummary> bulk;

  Prioritisation(Desk desk, Bulk<RunSummary> bulk) {
    this.desk = desk;
    this.bulk = bulk;
  }

  static String command(RunSummary run, int priority) {
    return RunActions.WORKFLOW + "priority " + run.id() + " " + priority;
  }

  /// Every priority there is, for those of the runs that have not ended.
  List<Action.Choice> choices(List<RunSummary> runs) {
    List<RunSummary> live = RunActions.live(runs);
    return IntStream.rangeClosed(1, LAST)
        .mapToObj(
            priority ->
                new Action.Choice(
                    word(priority),
                    () -> of(live, priority),
                    Action.commands(live, run -> command(run, priority))))
        .toList();
  }

  private static String word(int priority) {
    return switch (priority) {
      case 1 -> TEXTS.get("priority.first", priority);
      case LAST -> TEXTS.get("priority.last", priority);
      default -> at(priority);
    };
  }

  private static String at(int priority) {
    return TEXTS.get("priority.at", priority);
  }

  private void of(List<RunSummary> live, int priority) {
    List<RunSummary> others = live.stream().filter(run -> run.priority() != priority).toList();
    if (others.size() > 1) {
      desk.overlay()
          .confirm(
              new Confirm(
                  TEXTS.get("priority.many", others.size(), at(priority)),
                  TEXTS.get("priority.text"),
                  RunActions.names(others),
                  TEXTS.get("priority.yes", others.size()),
                  () -> move(others, priority)));
    } else {
      move(others, priority);
    }
  }

  private void move(List<RunSummary> runs, int priority) {
    bulk.each(
        runs,
        "priority",
        at(priority),
        (node, run) -> node.prioritise(run.id(), priority),
        Optional.of((node, run) -> node.prioritise(run.id(), run.priority())));
  }
}
