package io.peerdeck.panel.queue;

import io.peerdeck.node.PeerRef;
import io.peerdeck.node.RunSummary;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Action;
import io.peerdeck.panel.part.Actions;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.Facts;
import io.peerdeck.panel.part.Inspection;
import io.peerdeck.panel.part.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The inspector's words on a run, or on several.
final class RunInspection {
  private static final Texts TEXTS = Texts.of("runs");

  private RunInspection() {}

  static Inspection of(Desk desk, RunSummary run) {
    Mark mark = Mark.of(run);
    RunActions actions = new RunActions(desk);
    List<Action<RunSummary>> all = new ArrayList<>();
    all.add(actions.open());
    all.addAll(actions.steering());
    all.add(actions.adopt());
    Facts facts =
        new Facts()
            .id(TEXTS.get("fact.id"), run.id())
            .add(TEXTS.get("fact.file"), run.file())
            .add(TEXTS.get("fact.priority"), TEXTS.get("priority.at", run.priority()))
            .add(
                TEXTS.get("fact.tasks"),
                TEXTS.get("fact.tasksDone", run.tasksDone(), run.tasks(), run.tasksFailed()))
            .add(TEXTS.get("fact.peers"), names(run.peers()))
            .add(TEXTS.get("fact.submitter"), run.submitter().name())
            .add(TEXTS.get("fact.submitted"), Words.absolute(run.submittedAt()));
    run.finishedAt().ifPresent(at -> facts.add(TEXTS.get("fact.finished"), Words.absolute(at)));
    if (!run.tags().isEmpty()) {
      facts.add(TEXTS.get("fact.tags"), String.join(", ", run.tags()));
    }
    return new Inspection(run.name())
        .mark(mark, mark.word())
        .note(run.waitsFor())
        .part(facts)
        .actions(new Actions<>(all, () -> List.of(run)).buttons("inspector"))
        .command("peerdeck workflow status " + run.id());
  }

  static Inspection of(Desk desk, List<RunSummary> runs) {
    String counts =
        runs.stream()
            .collect(Collectors.groupingBy(run -> Mark.of(run).word(), Collectors.counting()))
            .entrySet()
            .stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
    return new Inspection(TEXTS.get("several", runs.size()))
        .note(counts)
        .actions(new Actions<>(new RunActions(desk).steering(), () -> runs).buttons("inspector"));
  }

  static String names(List<PeerRef> peers) {
    return peers.isEmpty()
        ? TEXTS.get("fact.noPeer")
        : peers.stream().map(PeerRef::name).collect(Collectors.joining(", "));
  }
}
