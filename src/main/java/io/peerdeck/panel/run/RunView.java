package io.peerdeck.panel.run;

import io.peerdeck.node.Change;
import io.peerdeck.node.Node;
import io.peerdeck.node.RunDetail;
import io.peerdeck.node.RunSummary;
import io.peerdeck.node.TaskRef;
import io.peerdeck.node.TaskView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Watch;
import io.peerdeck.panel.log.LogView;
import io.peerdeck.panel.part.Action;
import io.peerdeck.panel.part.Actions;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.EmptyState;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.Offer;
import io.peerdeck.panel.part.Screen;
import io.peerdeck.panel.part.View;
import io.peerdeck.panel.queue.RunActions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.feather.Feather;

/// One run: its jobs as a graph, the steps of a task, its log.
public final class RunView extends View {
  private static final Texts TEXTS = Texts.of("run");
  private final Desk desk;
  private final StackPane root = new StackPane();
  private final RunHead head;
  private final JobsPane jobs = new JobsPane(this::chooseJob, this::chooseTask);
  private final TaskList tasks;
  private final LogView log;
  private final TaskPages pages;
  private final Actions<RunSummary> actions;
  private final RunPage page;
  private final Watch<Optional<RunDetail>> watch;
  private volatile Optional<String> runId = Optional.empty();
  private Optional<RunDetail> run = Optional.empty();
  private Optional<TaskRef> task = Optional.empty();
  private Optional<TaskRef> logged = Optional.empty();
  private int loggedAttempt;

  public RunView(Desk desk) {
    this.desk = desk;
    this.head = new RunHead(desk);
    this.log = new LogView(desk.bridge(), desk.files(), desk.memory());
    this.tasks = new TaskList(desk.time(), this::chooseTask, this::goToStep);
    this.pages = new TaskPages(desk, log, tasks::chooseStep);
    this.actions =
        new Actions<>(
            actions(new RunActions(desk)), () -> run.map(RunDetail::summary).stream().toList());
    this.page = new RunPage(head, actions.row(), jobs, tasks, pages, log);
    root.getChildren().setAll(empty());
    watch =
        own(
            desk.bridge()
                .watch(TEXTS.get("reading"), this::concerns, (n, c) -> read(n), this::show));
  }

  /// What changes runs, then what only shows.
  private List<Action<RunSummary>> actions(RunActions known) {
    List<Action<RunSummary>> all = new ArrayList<>(known.steering());
    all.add(known.adopt());
    all.add(
        Action.of(
            "commands",
            Feather.TERMINAL,
            TEXTS.get("commands"),
            runs -> !runs.isEmpty(),
            runs -> run.ifPresent(detail -> RunCommands.show(desk, detail, task))));
    all.add(known.window());
    all.add(
        Action.<RunSummary>of(
                "log-window",
                Feather.FILE_TEXT,
                TEXTS.get("window.log"),
                runs -> runs.size() == 1,
                runs ->
                    task.ifPresent(
                        chosen ->
                            desk.navigator().openWindow(runs.getFirst().id(), Optional.of(chosen))))
            .withShortcut("Shortcut+L"));
    return all;
  }

  private void goToStep(int step) {
    pages.showLog();
    log.goToStep(step);
  }

  @Override
  public void refreshTimes() {
    tasks.refreshTimes();
    run.map(RunDetail::summary).ifPresent(head::show);
  }

  @Override
  public void ahead() {
    page.ahead(root);
  }

  /// Shows this run from now on.
  public void open(String id, Optional<TaskRef> wanted) {
    if (runId.filter(id::equals).isEmpty()) {
      run = Optional.empty();
      logged = Optional.empty();
      log.clear();
    }
    runId = Optional.of(id);
    task = wanted.or(() -> run.isEmpty() ? Optional.empty() : task);
    watch.ask();
  }

  @Override
  public Region root() {
    return root;
  }

  @Override
  public void focus() {
    if (run.isPresent()) {
      jobs.focusJobs();
    }
  }

  @Override
  public Optional<String> chosenKey() {
    return runId;
  }

  @Override
  public void chooseKey(String key) {
    open(key, Optional.empty());
  }

  @Override
  public List<Offer> offers() {
    return actions.offers();
  }

  @Override
  public List<Offer> keys() {
    return actions.keys();
  }

  @Override
  public boolean pressed(KeyEvent event) {
    return actions.run(event);
  }

  @Override
  public void focusFilter() {
    pages.showLog();
    log.searchField().requestFocus();
  }

  @Override
  public void detach() {
    super.detach();
    log.stop();
    logged = Optional.empty();
  }

  private boolean concerns(Change change) {
    return change instanceof Change.Run(String id) && runId.filter(id::equals).isPresent();
  }

  private Optional<RunDetail> read(Node node) {
    return runId.map(node::run);
  }

  private void show(Optional<RunDetail> read) {
    if (read.isEmpty() || !read.get().summary().id().equals(runId.orElse(""))) {
      return;
    }
    RunDetail detail = read.get();
    run = read;
    page.reveal(root);
    head.show(detail.summary());
    actions.refresh();
    JobGraph graph = JobGraph.of(detail.tasks());
    jobs.show(graph);
    if (task.filter(ref -> find(detail, ref).isPresent()).isEmpty()) {
      task = interesting(detail.tasks());
    }
    showTask(detail, graph);
  }

  /// What a person would look at first: what failed, else what runs, else the first.
  private static Optional<TaskRef> interesting(List<TaskView> all) {
    return all.stream()
        .filter(t -> TaskList.mark(t) == Mark.FAILED)
        .findFirst()
        .or(() -> all.stream().filter(t -> TaskList.mark(t) == Mark.IN_PROGRESS).findFirst())
        .or(() -> all.stream().findFirst())
        .map(TaskView::ref);
  }

  private static Optional<TaskView> find(RunDetail detail, TaskRef ref) {
    return detail.tasks().stream().filter(t -> t.ref().equals(ref)).findFirst();
  }

  private void showTask(RunDetail detail, JobGraph graph) {
    Optional<TaskView> chosen = task.flatMap(ref -> find(detail, ref));
    if (chosen.isEmpty()) {
      return;
    }
    TaskView view = chosen.get();
    jobs.choose(Optional.of(view.ref().job()));
    graph.jobs().stream()
        .filter(job -> job.id().equals(view.ref().job()))
        .forEach(job -> tasks.show(job, view.ref()));
    boolean another = logged.filter(view.ref()::equals).isEmpty();
    if (attached() && (another || (view.attempt() > loggedAttempt && log.ended()))) {
      logged = Optional.of(view.ref());
      log.open(detail.summary().id(), view.ref());
      loggedAttempt = view.attempt();
    }
    log.steps(
        view.steps().stream().map(TaskView.StepView::number).toList(),
        view.steps().stream().map(TaskView.StepView::name).toList());
    pages.show(detail.summary().id(), view);
    inspect(TaskInspection.of(desk, detail, view));
  }

  private void chooseJob(String job) {
    run.flatMap(
            detail ->
                interesting(
                    detail.tasks().stream().filter(t -> t.ref().job().equals(job)).toList()))
        .ifPresent(this::chooseTask);
  }

  private void chooseTask(TaskRef ref) {
    task = Optional.of(ref);
    run.ifPresent(detail -> showTask(detail, JobGraph.of(detail.tasks())));
  }

  private Region empty() {
    Button queue =
        Buttons.of(
            Feather.LIST,
            TEXTS.get("empty.queue"),
            () -> desk.navigator().show(Screen.QUEUE),
            "accent");
    queue.setId("run-empty-queue");
    return new EmptyState(
        Feather.PLAY_CIRCLE, TEXTS.get("empty.title"), TEXTS.get("empty.text"), queue);
  }
}
