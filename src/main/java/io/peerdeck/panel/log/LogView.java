package io.peerdeck.panel.log;

import atlantafx.base.controls.CustomTextField;
import io.peerdeck.node.LogChunk;
import io.peerdeck.node.TaskRef;
import io.peerdeck.panel.bridge.NodeBridge;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.DataTableKeys;
import io.peerdeck.panel.part.Icons;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// A task's log: follows until the reader scrolls up, and says so; search with previous and next;
/// the newest [#KEPT] lines.
public final class LogView extends VBox implements LogFeed.Reader {
  static final int KEPT = 200_000;
  private static final Texts TEXTS = Texts.of("log");

  private final NodeBridge bridge;
  private final LogLines lines = new LogLines(KEPT);
  private final ListView<LogLines.Numbered> list = new ListView<>(lines);
  private final LogSearch search;
  private final CustomTextField field = new CustomTextField();
  private final Label hits = new Label();
  private final Button previous;
  private final Button next;
  private final ToggleButton follow =
      new ToggleButton(TEXTS.get("follow"), Icons.of(Feather.CHEVRONS_DOWN));
  private final Label state = new Label();
  private Optional<LogFeed> feed = Optional.empty();
  private boolean ended;

  public LogView(NodeBridge bridge) {
    this.bridge = bridge;
    this.search = new LogSearch(bridge, this::searchChanged);
    setId("log-view");
    getStyleClass().add("log-view");
    list.setId("log");
    list.setAccessibleText(TEXTS.get("title"));
    list.setCellFactory(l -> new LogCell(search));
    list.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    list.addEventFilter(ScrollEvent.SCROLL, this::scrolled);
    list.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    VBox.setVgrow(list, Priority.ALWAYS);
    field.setId("log-search");
    field.setLeft(Icons.of(Feather.SEARCH));
    field.setPromptText(TEXTS.get("search"));
    field.setAccessibleText(TEXTS.get("search"));
    field.textProperty().addListener((o, was, is) -> search.look(is, lines));
    field.setOnAction(event -> go(1));
    HBox.setHgrow(field, Priority.ALWAYS);
    hits.setId("log-hits");
    hits.getStyleClass().add("count");
    hits.setMinWidth(USE_PREF_SIZE);
    previous = Buttons.icon(Feather.CHEVRON_UP, TEXTS.get("previous"), () -> go(-1));
    previous.setId("log-previous");
    next = Buttons.icon(Feather.CHEVRON_DOWN, TEXTS.get("next"), () -> go(1));
    next.setId("log-next");
    follow.setId("log-follow");
    follow.setSelected(true);
    follow.setMinWidth(USE_PREF_SIZE);
    Buttons.name(follow, TEXTS.get("follow.tooltip"));
    follow.setOnAction(event -> following(follow.isSelected()));
    Button copy = Buttons.icon(Feather.COPY, TEXTS.get("copy"), this::copy);
    copy.setId("log-copy");
    HBox bar = new HBox(field, hits, previous, next, follow, copy);
    bar.getStyleClass().add("log-bar");
    state.setId("log-state");
    state.getStyleClass().add("log-state");
    getChildren().setAll(bar, list, state);
    searchChanged();
    tellState();
  }

  public TextField searchField() {
    return field;
  }

  /// Shows the log of another task from its beginning.
  public void open(String runId, TaskRef task) {
    stop();
    ended = false;
    lines.clearAll();
    search.reset();
    following(true);
    feed = Optional.of(new LogFeed(bridge, runId, task, this));
  }

  public void stop() {
    feed.ifPresent(LogFeed::close);
    feed = Optional.empty();
  }

  public void clear() {
    stop();
    lines.clearAll();
    search.reset();
    tellState();
  }

  public boolean ended() {
    return ended;
  }

  /// Scrolls to the first line of a step.
  public void goToStep(int step) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).line().step() == step) {
        following(false);
        list.getSelectionModel().clearAndSelect(i);
        list.scrollTo(i);
        return;
      }
    }
  }

  @Override
  public void restarted(int attempt) {
    lines.clearAll();
    search.look(field.getText(), List.of());
    state.setText(TEXTS.get("restarted", attempt));
  }

  @Override
  public void more(LogChunk chunk) {
    int before = lines.size();
    long written = lines.written();
    lines.append(chunk.lines());
    ended = chunk.end();
    if (search.active()) {
      int fresh = (int) Math.min(lines.size(), lines.written() - written);
      search.more(new ArrayList<>(lines.subList(lines.size() - fresh, lines.size())));
    }
    if (follow.isSelected() && lines.size() > 0 && (lines.size() != before || ended)) {
      list.scrollTo(lines.size() - 1);
    }
    tellState();
  }

  @Override
  public void failed(String message) {
    state.setText(TEXTS.get("failed", message));
  }

  private void scrolled(ScrollEvent event) {
    if (event.getDeltaY() > 0) {
      following(false);
    }
  }

  private void pressed(KeyEvent event) {
    switch (event.getCode()) {
      case UP, PAGE_UP, HOME -> following(false);
      case END -> following(true);
      case C -> {
        if (event.isShortcutDown()) {
          copy();
          event.consume();
        }
      }
      default -> {}
    }
    if (event.getCode() == KeyCode.F3) {
      go(event.isShiftDown() ? -1 : 1);
    }
  }

  private void following(boolean on) {
    follow.setSelected(on);
    if (on && lines.size() > 0) {
      list.scrollTo(lines.size() - 1);
    }
    tellState();
  }

  private void go(int step) {
    long number = search.go(step);
    if (number < 0) {
      return;
    }
    int index = (int) (number - lines.forgotten() - 1);
    if (index >= 0) {
      following(false);
      list.getSelectionModel().clearAndSelect(index);
      list.scrollTo(Math.max(0, index - 3));
    }
  }

  private void searchChanged() {
    boolean any = search.count() > 0;
    previous.setDisable(!any);
    next.setDisable(!any);
    if (!search.active()) {
      hits.setText("");
    } else {
      hits.setText(
          any ? TEXTS.get("hits", search.place(), search.count()) : TEXTS.get("hits.none"));
    }
    list.refresh();
  }

  private void copy() {
    List<LogLines.Numbered> chosen = list.getSelectionModel().getSelectedItems();
    List<LogLines.Numbered> copied = chosen.isEmpty() ? lines : chosen;
    DataTableKeys.copy(
        copied.stream()
            .map(line -> LogCell.plain(line.line().text()))
            .collect(Collectors.joining("\n")));
  }

  private void tellState() {
    String count = TEXTS.count("lines", lines.written());
    String kept = lines.forgotten() > 0 ? " " + TEXTS.get("forgotten", lines.forgotten()) : "";
    String now;
    if (ended) {
      now = TEXTS.get("state.ended");
    } else if (feed.isEmpty()) {
      now = TEXTS.get("state.none");
    } else {
      now = follow.isSelected() ? TEXTS.get("state.following") : TEXTS.get("state.paused");
    }
    state.setText(now + " · " + count + kept);
  }
}
