package io.peerdeck.panel.queue;

import io.peerdeck.node.Node;
import io.peerdeck.node.PeerRef;
import io.peerdeck.node.PeerView;
import io.peerdeck.node.RunSummary;
import io.peerdeck.node.TaskRef;
import io.peerdeck.node.TaskView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Bulk;
import io.peerdeck.panel.part.Confirm;
import io.peerdeck.panel.part.Desk;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Giving runs, or one task, to a peer by hand. What runs elsewhere begins anew there, so that is
/// asked first; the way back is to those who had the jobs before, where all of them had somebody.
final class Assignment {
  private static final Texts TEXTS = Texts.of("runs");

  /// Of more runs who had their jobs is not read: there is no way back for so many.
  private static final int READ = 200;

  private final Desk desk;
  private final Bulk<RunSummary> bulk;
  private final Optional<TaskRef> task;

  /// @param task assigned alone, else every unfinished one
  Assignment(Desk desk, Bulk<RunSummary> bulk, Optional<TaskRef> task) {
    this.desk = desk;
    this.bulk = bulk;
    this.task = task;
  }

  /// Who has the tasks now, by run.
  ///
  /// @param tasks unfinished ones that go elsewhere
  /// @param running those that somebody runs
  /// @param ranked those that nobody was given yet: only the ranking says who gets them
  private record Before(
      Map<String, Map<TaskRef, PeerRef>> had, int tasks, int running, int ranked, boolean whole) {
    Optional<BiConsumer<Node, RunSummary>> back() {
      return whole && ranked == 0 && tasks > 0
          ? Optional.of(
              (node, run) ->
                  had.getOrDefault(run.id(), Map.of())
                      .forEach((ref, peer) -> node.assign(run.id(), Optional.of(ref), peer.id())))
          : Optional.empty();
    }
  }

  void to(List<RunSummary> runs, PeerView peer) {
    if (runs.isEmpty()) {
      return;
    }
    desk.bridge()
        .act(
            TEXTS.get("assign.failed", runs.getFirst().name(), peer.peer().name()),
            node -> before(node, runs, peer.peer()),
            before -> {
              if (runs.size() == 1 && before.running() == 0) {
                carryOut(runs, peer, before);
              } else {
                ask(runs, peer, before);
              }
            });
  }

  private Before before(Node node, List<RunSummary> runs, PeerRef target) {
    Map<String, Map<TaskRef, PeerRef>> had = new HashMap<>();
    int tasks = 0;
    int running = 0;
    int ranked = 0;
    for (RunSummary run : runs.stream().limit(READ).toList()) {
      Map<TaskRef, PeerRef> of = new LinkedHashMap<>();
      for (TaskView view : node.run(run.id()).tasks()) {
        Optional<PeerRef> who = view.holder().or(view::assigned);
        if (concerned(view) && !who.equals(Optional.of(target))) {
          tasks++;
          running += view.holder().isPresent() ? 1 : 0;
          ranked += who.isEmpty() ? 1 : 0;
          who.ifPresent(peer -> of.put(view.ref(), peer));
        }
      }
      had.put(run.id(), of);
    }
    return new Before(had, tasks, running, ranked, runs.size() <= READ);
  }

  private boolean concerned(TaskView view) {
    return !view.status().finished() && task.filter(ref -> !ref.equals(view.ref())).isEmpty();
  }

  private void ask(List<RunSummary> runs, PeerView peer, Before before) {
    String name = peer.peer().name();
    boolean one = runs.size() == 1;
    desk.overlay()
        .confirm(
            new Confirm(
                one
                    ? TEXTS.get("assign.one", runs.getFirst().name(), name)
                    : TEXTS.get("assign.many", runs.size(), name),
                text(before, name),
                one ? List.of() : RunActions.names(runs),
                one ? TEXTS.get("assign.yes", name) : TEXTS.get("assign.yesMany", runs.size()),
                () -> carryOut(runs, peer, before)));
  }

  private static String text(Before before, String name) {
    String moved =
        before.running() == 0
            ? TEXTS.get("assign.waiting", name)
            : TEXTS.count("assign.running", before.running());
    return before.back().isPresent()
        ? moved + " " + TEXTS.get("assign.undone")
        : moved + " " + TEXTS.get("assign.noUndo");
  }

  private void carryOut(List<RunSummary> runs, PeerView peer, Before before) {
    Optional<BiConsumer<Node, RunSummary>> back = before.back();
    bulk.each(
        runs,
        back.isPresent() || before.tasks() == 0 ? "assign" : "assign.final",
        peer.peer().name(),
        (node, run) -> node.assign(run.id(), task, peer.peer().id()),
        back);
  }
}
