package io.peerdeck.panel.log;

import io.peerdeck.node.LogChunk;
import io.peerdeck.node.TaskRef;
import io.peerdeck.panel.bridge.NodeBridge;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.memory.PanelMemory;
import io.peerdeck.panel.part.DataTableKeys;
import io.peerdeck.panel.part.FileChoice;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// A task's log of any length: follows until the reader scrolls up, and says so; search through the
/// whole of it; one step alone; folded groups. The newest lines are kept in a ring, the others are
/// read again from the node where somebody looks.
public final class LogView extends VBox implements LogTail.Reader, LogPages.Reader {
  private static final Texts TEXTS = Texts.of("log");
  static final int KEPT_LINES = 50_000;
  static final long KEPT_CHARS = 16L << 20;

  private final NodeBridge bridge;
  private final LogRing ring = new LogRing(KEPT_LINES, KEPT_CHARS);
  private final LogRows rows = new LogRows();
  private final LogSearch search;
  private final LogArea area;
  private final LogBar bar;
  private final StepAlone alone = new StepAlone(this, rows);
  private final Label state = new Label();
  private Optional<OpenLog> open = Optional.empty();
  private boolean following = true;
  private boolean ended;
  private String trouble = "";

  @SuppressWarnings("this-escape") // the parts call back only once they are used
  public LogView(NodeBridge bridge, FileChoice files, PanelMemory memory) {
    this.bridge = bridge;
    this.search = new LogSearch(bridge, this::searchChanged);
    this.area = new LogArea(rows, new LogContent(this, ring, rows, search));
    this.bar = new LogBar(this, files, memory);
    setId("log-view");
    getStyleClass().add("log-view");
    area.setId("log");
    area.setAccessibleText(TEXTS.get("title"));
    LogKeys.install(this);
    VBox.setVgrow(area, Priority.ALWAYS);
    state.setId("log-state");
    state.getStyleClass().add("log-state");
    getChildren().setAll(bar, area, state);
    searchChanged();
    tellState();
  }

  public TextField searchField() {
    return bar.field();
  }

  /// Makes what will show lines, out of sight and in the size it has now.
  public void ahead() {
    area.ahead(new LogChunk.Line(0, Instant.EPOCH, 0, "out", "plain", "0"));
  }

  /// Shows the log of another task, from its end.
  public void open(String runId, TaskRef task) {
    clear();
    OpenLog begun = OpenLog.begin(bridge, new LogSource(bridge::node, runId, task), this);
    open = Optional.of(begun);
    begun.tail().start();
    following(true);
    search.look(source(), bar.field().getText());
  }

  /// Stops reading; what is in sight stays.
  public void stop() {
    open.ifPresent(OpenLog::close);
    open = Optional.empty();
    search.stop();
  }

  public void clear() {
    stop();
    forget();
    search.look(Optional.empty(), "");
    tellState();
  }

  private void forget() {
    ended = false;
    trouble = "";
    ring.clear();
    rows.clear();
    area.clear();
    allSteps();
  }

  private void allSteps() {
    alone.none();
    bar.allSteps();
  }

  public boolean ended() {
    return ended;
  }

  /// Names the steps one can choose from.
  public void steps(List<Integer> numbers, List<String> names) {
    bar.steps(numbers, names);
  }

  /// Scrolls to the first line of a step.
  public void goToStep(int step) {
    open.ifPresent(
        now ->
            now.places()
                .step(
                    step,
                    (first, end) -> {
                      allSteps();
                      if (first < end) {
                        goTo(first);
                      } else {
                        trouble = TEXTS.get("step.silent");
                        tellState();
                      }
                    }));
  }

  /// Shows the lines of one step alone, or all lines again.
  void only(Optional<Integer> step) {
    if (step.isEmpty()) {
      long line = area.topLine();
      alone.none();
      area.reveal(line);
      tellState();
      return;
    }
    alone.choose(step.get());
  }

  void goTo(long line) {
    following(false);
    if (!rows.holds(line)) {
      allSteps();
    }
    rows.reveal(line);
    area.choose(line, false);
    area.reveal(line);
  }

  @Override
  public void restarted(int attempt) {
    Optional<LogSource> source = source();
    forget();
    source.ifPresent(
        read -> {
          open = open.map(was -> was.again(bridge, this));
          search.look(source, bar.field().getText());
        });
    trouble = TEXTS.get("restarted", attempt);
    tellState();
  }

  @Override
  public void more(LogChunk chunk) {
    trouble = "";
    open.ifPresent(
        now -> {
          now.index().learn(chunk);
          now.pages().attempt(chunk.attempt());
        });
    ring.append(chunk.lines());
    rows.lines(Math.max(rows.lines(), ring.next()));
    ended = chunk.end();
    alone.more(chunk);
    if (following) {
      area.showEnd();
    } else {
      area.refresh();
    }
    tellState();
  }

  @Override
  public void retried(String message) {
    trouble = TEXTS.get("failed.again", message);
    tellState();
  }

  @Override
  public void failed(String message) {
    trouble = TEXTS.get("failed", message);
    tellState();
  }

  @Override
  public void arrived() {
    area.refresh();
  }

  Optional<LogSource> source() {
    return open.map(OpenLog::source);
  }

  /// Lines known to be written.
  long lines() {
    return rows.lines();
  }

  Optional<OpenLog> open() {
    return open;
  }

  LogArea area() {
    return area;
  }

  LogSearch search() {
    return search;
  }

  NodeBridge bridge() {
    return bridge;
  }

  boolean isFollowing() {
    return following;
  }

  void following(boolean on) {
    following = on;
    bar.following(on);
    if (on) {
      area.showEnd();
    }
    tellState();
  }

  /// Goes to the next or the previous hit, from where the reader is.
  void go(boolean forward) {
    long from = search.current() >= 0 ? search.current() : area.choice().caret();
    long line = search.go(forward, from);
    if (line >= 0) {
      goTo(line);
    }
  }

  /// Copies the chosen lines, or all that are shown, unless they are more than a clipboard takes.
  void copy() {
    LogChoice choice = area.choice();
    long first = choice.isEmpty() ? rows.first() : choice.first();
    long last = choice.isEmpty() ? rows.end() - 1 : choice.last();
    boolean times = area.look().times() && !choice.isEmpty() && first != last;
    open.ifPresent(
        now ->
            bridge.act(
                TEXTS.get("copy.failed"),
                node -> new LogExport(now.source(), times).text(now.index(), first, last),
                text ->
                    text.ifPresentOrElse(
                        DataTableKeys::copied,
                        () ->
                            bridge
                                .notices()
                                .problem(TEXTS.get("copy.failed"), TEXTS.get("copy.tooLong")))));
  }

  private void searchChanged() {
    bar.searched(search);
    area.refresh();
  }

  private void tellState() {
    String count = TEXTS.count("lines", rows.lines());
    String now;
    if (!trouble.isEmpty()) {
      now = trouble;
    } else if (ended) {
      now = TEXTS.get("state.ended");
    } else if (open.isEmpty()) {
      now = TEXTS.get("state.none");
    } else if (rows.lines() == 0) {
      now = TEXTS.get("state.empty");
    } else {
      now = following ? TEXTS.get("state.following") : TEXTS.get("state.paused");
    }
    state.setText(now + " · " + count);
  }
}
