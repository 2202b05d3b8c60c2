package io.peerdeck.panel.queue;

import io.peerdeck.node.PeerView;
import io.peerdeck.node.RunAgain;
import io.peerdeck.node.RunSummary;
import io.peerdeck.node.TaskRef;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Action;
import io.peerdeck.panel.part.Bulk;
import io.peerdeck.panel.part.Confirm;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.schedule.RunStatus;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.kordamp.ikonli.feather.Feather;

/// What can be done to runs, the same in Queue, Run and inspector.
public final class RunActions {
  private static final Texts TEXTS = Texts.of("runs");
  static final String WORKFLOW = "peerdeck workflow ";
  private final Desk desk;
  private final Bulk<RunSummary> bulk;
  private final Optional<TaskRef> task;
  private final Assignment assignment;
  private final Prioritisation priorities;
  private final Repetition again;

  public RunActions(Desk desk) {
    this(desk, Optional.empty());
  }

  /// Assigning concerns this task alone.
  public RunActions(Desk desk, Optional<TaskRef> task) {
    this.desk = desk;
    this.bulk = new Bulk<>(desk, TEXTS, RunSummary::name);
    this.task = task;
    this.assignment = new Assignment(desk, bulk, task);
    this.priorities = new Prioritisation(desk, bulk);
    this.again = new Repetition(desk, bulk);
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

  /// A window of its own for the run.
  public Action<RunSummary> window() {
    return Action.<RunSummary>of(
            "window",
            Feather.EXTERNAL_LINK,
            TEXTS.get("window"),
            runs -> runs.size() == 1,
            runs -> desk.navigator().openWindow(runs.getFirst().id(), Optional.empty()))
        .withShortcut("Shortcut+N");
  }

  /// Everything that changes runs, the order the same everywhere.
  public List<Action<RunSummary>> steering() {
    Predicate<List<RunSummary>> live = any(run -> !run.status().finished());
    return List.of(
        Action.choosing("assign", Feather.USER_CHECK, TEXTS.get("assign"), live, this::peers)
            .withCommandEach(run -> assigning(run, "PEER"))
            .withShortcut("Shortcut+G"),
        Action.of(
                "hold",
                Feather.PAUSE,
                TEXTS.get("hold"),
                any(run -> !run.status().finished() && !run.held()),
                runs -> hold(runs.stream().filter(run -> !run.held()).toList()))
            .withCommandEach(run -> WORKFLOW + "hold " + run.id())
            .withShortcut("Shortcut+H"),
        Action.of(
                "release",
                Feather.PLAY,
                TEXTS.get("release"),
                any(run -> !run.status().finished() && run.held()),
                runs -> release(runs.stream().filter(RunSummary::held).toList()))
            .withCommandEach(run -> WORKFLOW + "release " + run.id())
            .withShortcut("Shortcut+Shift+H"),
        Action.choosing(
                "priority", Feather.BAR_CHART, TEXTS.get("priority"), live, priorities::choices)
            .withCommandEach(run -> Prioritisation.command(run, 1))
            .withShortcut("Shortcut+Shift+P"),
        Action.of(
                "again",
                Feather.ROTATE_CW,
                TEXTS.get("again"),
                (List<RunSummary> runs) -> !runs.isEmpty(),
                again::whole)
            .withCommandEach(run -> WORKFLOW + "again " + run.id())
            .withShortcut("Shortcut+R"),
        Action.of(
                "againFailed",
                Feather.ROTATE_CCW,
                TEXTS.get("againFailed"),
                (List<RunSummary> runs) -> runs.size() == 1 && hasFailed(runs.getFirst()),
                (List<RunSummary> runs) -> again.of(runs.getFirst(), RunAgain.FAILED))
            .withCommandEach(run -> WORKFLOW + "rerun " + run.id() + " --failed")
            .withShortcut("Shortcut+Shift+R")
            .withoutButton(),
        Action.danger("cancel", Feather.SLASH, TEXTS.get("cancel"), live, this::cancel)
            .withCommandEach(run -> WORKFLOW + "cancel " + run.id())
            .withShortcut("Delete"));
  }

  /// The task alone, and what needs it: where the run has ended.
  public Action<RunSummary> againJob(TaskRef ref) {
    return Action.of(
            "againJob",
            Feather.ROTATE_CCW,
            TEXTS.get("againJob"),
            (List<RunSummary> runs) -> runs.size() == 1 && runs.getFirst().status().finished(),
            (List<RunSummary> runs) ->
                again.of(runs.getFirst(), RunAgain.job(ref.job() + ":" + ref.index())))
        .withCommandEach(
            run -> WORKFLOW + "rerun " + run.id() + " --job " + ref.job() + ":" + ref.index());
  }

  private static boolean hasFailed(RunSummary run) {
    return run.status() == RunStatus.FAILED || run.status() == RunStatus.CANCELLED;
  }

  private String assigning(RunSummary run, String peer) {
    String only = task.map(ref -> " --task " + ref).orElse("");
    return WORKFLOW + "assign " + run.id() + " " + peer + only;
  }

  /// Becomes the one who seals results: only where the submitter is another peer.
  public Action<RunSummary> adopt() {
    return Action.of(
            "adopt",
            Feather.ANCHOR,
            TEXTS.get("adopt"),
            any(run -> !run.status().finished() && !mine(run)),
            (List<RunSummary> runs) ->
                adopt(live(runs).stream().filter(run -> !mine(run)).toList()))
        .withCommandEach(run -> WORKFLOW + "adopt " + run.id())
        .withShortcut("Shortcut+Shift+A");
  }

  private void adopt(List<RunSummary> runs) {
    if (runs.isEmpty()) {
      return;
    }
    boolean one = runs.size() == 1;
    String who =
        runs.stream()
            .map(run -> run.submitter().name())
            .distinct()
            .collect(Collectors.joining(", "));
    desk.overlay()
        .confirm(
            new Confirm(
                one
                    ? TEXTS.get("adopt.one", runs.getFirst().name())
                    : TEXTS.get("adopt.many", runs.size()),
                TEXTS.get("adopt.text", who),
                one ? List.of() : names(runs),
                one ? TEXTS.get("adopt.yes") : TEXTS.get("adopt.yesMany", runs.size()),
                () ->
                    bulk.each(
                        runs, "adopt", (node, run) -> node.adopt(run.id()), Optional.empty())));
  }

  private void hold(List<RunSummary> runs) {
    bulk.each(
        live(runs),
        "hold",
        "",
        (node, run) -> node.hold(run.id()),
        Optional.of((node, run) -> node.release(run.id())));
  }

  private void release(List<RunSummary> runs) {
    bulk.each(
        live(runs),
        "release",
        "",
        (node, run) -> node.release(run.id()),
        Optional.of((node, run) -> node.hold(run.id())));
  }

  private boolean mine(RunSummary run) {
    return desk.fleet().status().get().filter(s -> s.self().equals(run.submitter())).isPresent();
  }

  private List<Action.Choice> peers(List<RunSummary> runs) {
    return desk.fleet().workers().stream()
        .map(
            peer ->
                new Action.Choice(
                    peerText(peer),
                    () -> assignment.to(live(runs), peer),
                    Action.commands(live(runs), run -> assigning(run, peer.peer().id()))))
        .toList();
  }

  private static String peerText(PeerView peer) {
    Mark mark = Mark.of(peer.state());
    return TEXTS.get(
        "assign.choice", peer.peer().name(), mark.word(), peer.running(), peer.slots());
  }

  private void cancel(List<RunSummary> runs) {
    List<RunSummary> live = live(runs);
    boolean one = live.size() == 1;
    int tasks = live.stream().mapToInt(run -> run.tasks() - run.tasksDone()).sum();
    desk.overlay()
        .confirm(
            new Confirm(
                one
                    ? TEXTS.get("cancel.one", live.getFirst().name())
                    : TEXTS.get("cancel.many", live.size()),
                TEXTS.count("cancel.text", tasks),
                one ? List.of() : names(live),
                one ? TEXTS.get("cancel.yes") : TEXTS.get("cancel.yesMany", live.size()),
                () ->
                    bulk.each(
                        live,
                        "cancel",
                        "",
                        (node, run) -> node.cancel(run.id(), TEXTS.get("cancel.reason")),
                        Optional.empty())));
  }

  static List<String> names(List<RunSummary> runs) {
    return runs.stream()
        .map(run -> TEXTS.get("named", run.name(), Words.shortId(run.id())))
        .toList();
  }

  static List<RunSummary> live(List<RunSummary> runs) {
    return runs.stream().filter(run -> !run.status().finished()).toList();
  }

  private static Predicate<List<RunSummary>> any(Predicate<RunSummary> predicate) {
    return runs -> runs.stream().anyMatch(predicate);
  }
}
