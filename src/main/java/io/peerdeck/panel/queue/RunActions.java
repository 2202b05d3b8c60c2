package io.peerdeck.panel.queue;

import io.peerdeck.node.Node;
import io.peerdeck.node.PeerView;
import io.peerdeck.node.RunSummary;
import io.peerdeck.node.TaskRef;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Action;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.kordamp.ikonli.feather.Feather;

/// What can be done to runs, the same in Queue, Run and inspector.
public final class RunActions {
  private static final Texts TEXTS = Texts.of("runs");
  private static final int LAST_PRIORITY = 9;
  private final Desk desk;
  private final Optional<TaskRef> task;

  public RunActions(Desk desk) {
    this(desk, Optional.empty());
  }

  /// Assigning concerns this task alone.
  public RunActions(Desk desk, Optional<TaskRef> task) {
    this.desk = desk;
    this.task = task;
  }

  public Action<RunSummary> submit() {
    return Action.primary(
        "submit", Feather.UPLOAD, TEXTS.get("submit"), desk.navigator()::chooseFiles);
  }

  public Action<RunSummary> open() {
    return Action.of(
        "open",
        Feather.MAXIMIZE_2,
        TEXTS.get("open"),
        runs -> runs.size() == 1,
        runs -> desk.navigator().openRun(runs.getFirst().id(), Optional.empty()));
  }

  /// Everything that changes runs, the order the same everywhere.
  public List<Action<RunSummary>> steering() {
    Predicate<List<RunSummary>> live = any(run -> !run.status().finished());
    return List.of(
        Action.choosing("assign", Feather.USER_CHECK, TEXTS.get("assign"), live, this::peers),
        Action.of(
            "hold",
            Feather.PAUSE,
            TEXTS.get("hold"),
            any(run -> !run.status().finished() && !run.held()),
            runs -> each(runs, "hold", run -> !run.held(), Node::hold)),
        Action.of(
            "release",
            Feather.PLAY,
            TEXTS.get("release"),
            any(run -> !run.status().finished() && run.held()),
            runs -> each(runs, "release", RunSummary::held, Node::release)),
        Action.choosing(
            "priority", Feather.BAR_CHART, TEXTS.get("priority"), live, this::priorities),
        Action.of(
            "again", Feather.ROTATE_CW, TEXTS.get("again"), runs -> !runs.isEmpty(), this::again),
        Action.danger("cancel", Feather.SLASH, TEXTS.get("cancel"), live, this::cancel));
  }

  /// Becomes the one who seals results: only where the submitter is another peer.
  public Action<RunSummary> adopt() {
    return Action.of(
        "adopt",
        Feather.ANCHOR,
        TEXTS.get("adopt"),
        any(run -> !run.status().finished() && !mine(run)),
        runs -> each(runs, "adopt", run -> !mine(run), Node::adopt));
  }

  private boolean mine(RunSummary run) {
    return desk.fleet().status().get().filter(s -> s.self().equals(run.submitter())).isPresent();
  }

  private List<Action.Choice> peers(List<RunSummary> runs) {
    return desk.fleet().workers().stream()
        .map(peer -> new Action.Choice(peerText(peer), () -> assign(runs, peer)))
        .toList();
  }

  private static String peerText(PeerView peer) {
    Mark mark = Mark.of(peer.state());
    return TEXTS.get(
        "assign.choice", peer.peer().name(), mark.word(), peer.running(), peer.slots());
  }

  private void assign(List<RunSummary> runs, PeerView peer) {
    String id = peer.peer().id();
    for (RunSummary run : live(runs)) {
      desk.bridge()
          .act(
              TEXTS.get("assign.failed", run.name(), peer.peer().name()),
              node -> {
                node.assign(run.id(), task, id);
                return run;
              },
              done -> tell(TEXTS.get("assign.done", run.name(), peer.peer().name())));
    }
  }

  private List<Action.Choice> priorities(List<RunSummary> runs) {
    List<Action.Choice> choices = new ArrayList<>();
    for (int i = 1; i <= LAST_PRIORITY; i++) {
      int priority = i;
      String text =
          switch (i) {
            case 1 -> TEXTS.get("priority.first", i);
            case LAST_PRIORITY -> TEXTS.get("priority.last", i);
            default -> TEXTS.get("priority.at", i);
          };
      choices.add(
          new Action.Choice(
              text,
              () ->
                  each(
                      runs,
                      "priority",
                      run -> run.priority() != priority,
                      (node, run) -> node.prioritise(run, priority))));
    }
    return choices;
  }

  private void again(List<RunSummary> runs) {
    for (RunSummary run : runs) {
      desk.bridge()
          .act(
              TEXTS.get("again.failed", run.name()),
              node -> node.again(run.id()),
              made -> {
                tell(TEXTS.get("again.done", run.name(), Words.shortId(made.id())));
                if (runs.size() == 1) {
                  desk.navigator().openRun(made.id(), Optional.empty());
                }
              });
    }
  }

  private void cancel(List<RunSummary> runs) {
    List<RunSummary> live = live(runs);
    String title =
        live.size() == 1
            ? TEXTS.get("cancel.one", live.getFirst().name())
            : TEXTS.get("cancel.many", live.size());
    int tasks = live.stream().mapToInt(run -> run.tasks() - run.tasksDone()).sum();
    desk.overlay()
        .confirm(
            title,
            TEXTS.count("cancel.text", tasks),
            TEXTS.get("cancel.yes"),
            () ->
                each(
                    live,
                    "cancel",
                    run -> true,
                    (node, run) -> node.cancel(run, TEXTS.get("cancel.reason"))));
  }

  private void each(
      List<RunSummary> runs,
      String what,
      Predicate<RunSummary> wanted,
      BiConsumer<Node, String> command) {
    for (RunSummary run : live(runs)) {
      if (wanted.test(run)) {
        desk.bridge()
            .act(
                TEXTS.get(what + ".failed", run.name()),
                node -> {
                  command.accept(node, run.id());
                  return run;
                },
                done -> tell(TEXTS.get(what + ".done", run.name())));
      }
    }
  }

  private void tell(String title) {
    desk.notices().tell(title, "");
  }

  private static List<RunSummary> live(List<RunSummary> runs) {
    return runs.stream().filter(run -> !run.status().finished()).toList();
  }

  private static Predicate<List<RunSummary>> any(Predicate<RunSummary> predicate) {
    return runs -> runs.stream().anyMatch(predicate);
  }
}
