package io.peerdeck.panel.queue;

import io.peerdeck.node.PeerRef;
import io.peerdeck.node.RunDetail;
import io.peerdeck.node.RunSummary;
import io.peerdeck.node.TaskView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Action;
import io.peerdeck.panel.part.Actions;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.Facts;
import io.peerdeck.panel.part.Inspection;
import io.peerdeck.panel.part.Mark;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The inspector's words on a run, or on several.
final class RunInspection {
  private static final Texts TEXTS = Texts.of("runs");

  private RunInspection() {}

  /// @param detail the same run in full, once it is read
  static Inspection of(Desk desk, RunSummary run, Optional<RunDetail> detail) {
    Mark mark = Mark.of(run);
    RunActions actions = new RunActions(desk);
    List<Action<RunSummary>> all = new ArrayList<>();
    all.add(actions.open());
    all.addAll(actions.steering());
    all.add(actions.adopt());
    all.add(actions.window());
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
            .time(TEXTS.get("fact.submitted"), run.submittedAt(), desk.time());
    run.finishedAt().ifPresent(at -> facts.time(TEXTS.get("fact.finished"), at, desk.time()));
    if (!run.tags().isEmpty()) {
      facts.add(TEXTS.get("fact.tags"), String.join(", ", run.tags()));
    }
    run.position()
        .ifPresent(at -> facts.add(TEXTS.get("fact.place"), TEXTS.get("fact.placeOf", at)));
    Inspection inspection =
        new Inspection(run.name())
            .mark(mark, mark.word())
            .note(run.waitsFor())
            .part(facts)
            .actions(new Actions<>(all, () -> List.of(run)).buttons("inspector"));
    List<TaskView> waiting = detail.map(RankingPart::waiting).orElse(List.of());
    if (!waiting.isEmpty()) {
      inspection.section(TEXTS.get("rank.title")).part(RankingPart.of(waiting));
    }
    return inspection.command("peerdeck workflow status " + run.id());
  }

  /// How many runs there are of each status, in words.
  static String counts(List<RunSummary> runs) {
    Map<Mark, Integer> counts = new EnumMap<>(Mark.class);
    runs.forEach(run -> counts.merge(Mark.of(run), 1, Integer::sum));
    return counts.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey().word())
        .collect(Collectors.joining(", "));
  }

  /// @param runs those selected, as they are when a button is pressed
  static Inspection of(Desk desk, int number, String counts, Supplier<List<RunSummary>> runs) {
    return new Inspection(TEXTS.get("several", number))
        .note(counts)
        .actions(new Actions<>(several(new RunActions(desk)), runs).buttons("inspector"));
  }

  private static List<Action<RunSummary>> several(RunActions actions) {
    List<Action<RunSummary>> all = new ArrayList<>(actions.steering());
    all.add(actions.adopt());
    return all;
  }

  static String names(List<PeerRef> peers) {
    return peers.isEmpty()
        ? TEXTS.get("fact.noPeer")
        : peers.stream().map(PeerRef::name).collect(Collectors.joining(", "));
  }
}
