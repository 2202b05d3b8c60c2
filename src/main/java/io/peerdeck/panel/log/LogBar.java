package io.peerdeck.panel.log;

import atlantafx.base.controls.CustomTextField;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.memory.PanelMemory;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.FileChoice;
import io.peerdeck.panel.part.Icons;
import io.peerdeck.panel.part.WrapRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.feather.Feather;

/// What can be done with a log: search, follow, one step, how lines look, copy, save.
final class LogBar extends WrapRow {
  private static final Texts TEXTS = Texts.of("log");
  private static final String LOOK = "log.look";
  private final LogView view;
  private final FileChoice files;
  private final PanelMemory memory;
  private final CustomTextField field = new CustomTextField();
  private final Label hits = new Label();
  private final Button previous;
  private final Button next;
  private final Button stop;
  private final ToggleButton follow =
      new ToggleButton(TEXTS.get("follow"), Icons.of(Feather.CHEVRONS_DOWN));
  private final ToggleButton times = toggle("log-times", Feather.CLOCK, TEXTS.get("times"));
  private final ToggleButton wrap = toggle("log-wrap", Feather.CORNER_DOWN_LEFT, TEXTS.get("wrap"));
  private final ComboBox<String> step = new ComboBox<>();
  private List<Integer> numbers = List.of();
  private List<String> names = List.of();
  private boolean filling;

  LogBar(LogView view, FileChoice files, PanelMemory memory) {
    this.view = view;
    this.files = files;
    this.memory = memory;
    getStyleClass().add("log-bar");
    field.setId("log-search");
    field.setLeft(Icons.of(Feather.SEARCH));
    field.setPromptText(TEXTS.get("search"));
    field.setAccessibleText(TEXTS.get("search"));
    field.textProperty().addListener((o, was, is) -> view.search().look(view.source(), is));
    field.setOnAction(event -> view.go(true));
    field.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    hits.setId("log-hits");
    hits.getStyleClass().add("count");
    hits.setMinWidth(USE_PREF_SIZE);
    previous = Buttons.icon(Feather.CHEVRON_UP, TEXTS.get("previous"), () -> view.go(false));
    previous.setId("log-previous");
    next = Buttons.icon(Feather.CHEVRON_DOWN, TEXTS.get("next"), () -> view.go(true));
    next.setId("log-next");
    stop = Buttons.icon(Feather.X, TEXTS.get("search.stop"), this::stop);
    stop.setId("log-search-stop");
    follow.setId("log-follow");
    follow.setSelected(true);
    follow.setMinWidth(USE_PREF_SIZE);
    Buttons.name(follow, TEXTS.get("follow.tooltip"));
    follow.setOnAction(event -> view.following(follow.isSelected()));
    memory.recall(LOOK, LogRow.Look.class).ifPresent(view.area()::look);
    times.setSelected(view.area().look().times());
    wrap.setSelected(view.area().look().wrap());
    times.setOnAction(event -> look());
    wrap.setOnAction(event -> look());
    step.setId("log-step");
    step.setAccessibleText(TEXTS.get("step"));
    step.setOnAction(event -> choose());
    steps(List.of(), List.of());
    Button copy = Buttons.icon(Feather.COPY, TEXTS.get("copy"), view::copy);
    copy.setId("log-copy");
    Button save = Buttons.icon(Feather.DOWNLOAD, TEXTS.get("save"), this::save);
    save.setId("log-save");
    HBox searching = new HBox(field, hits, previous, next, stop);
    searching.getStyleClass().add("log-searching");
    HBox where = new HBox(follow, step);
    where.getStyleClass().add("log-searching");
    HBox looks = new HBox(times, wrap, copy, save);
    looks.getStyleClass().add("log-searching");
    getChildren().addAll(searching, where, looks);
  }

  private static ToggleButton toggle(String id, Feather icon, String words) {
    ToggleButton button = new ToggleButton(null, Icons.of(icon));
    button.setId(id);
    button.getStyleClass().addAll("button-icon", "flat");
    Buttons.name(button, words);
    return button;
  }

  CustomTextField field() {
    return field;
  }

  void following(boolean on) {
    follow.setSelected(on);
  }

  void steps(List<Integer> all, List<String> called) {
    if (all.equals(numbers) && called.equals(names) && !step.getItems().isEmpty()) {
      return;
    }
    filling = true;
    int chosen = step.getSelectionModel().getSelectedIndex();
    numbers = List.copyOf(all);
    names = List.copyOf(called);
    List<String> items = new ArrayList<>();
    items.add(TEXTS.get("step.all"));
    for (int i = 0; i < numbers.size(); i++) {
      items.add(TEXTS.get("step.item", numbers.get(i), names.get(i)));
    }
    step.getItems().setAll(items);
    step.getSelectionModel().select(Math.clamp(chosen, 0, items.size() - 1));
    filling = false;
  }

  /// Shows that no step is chosen.
  void allSteps() {
    filling = true;
    step.getSelectionModel().select(0);
    filling = false;
  }

  void searched(LogSearch search) {
    boolean any = search.count() > 0;
    boolean reading = search.active() && search.progress() < 1;
    previous.setDisable(!any);
    next.setDisable(!any);
    stop.setVisible(reading);
    stop.setManaged(reading);
    String text = "";
    if (search.active()) {
      text = any ? TEXTS.get("hits", search.place(), search.count()) : TEXTS.get("hits.none");
      if (!search.failure().isEmpty()) {
        text = TEXTS.get("hits.failed", text, search.failure());
      } else if (reading) {
        text = TEXTS.get("hits.reading", search.count(), (int) (search.progress() * 100));
      }
    }
    hits.setText(text);
  }

  private void stop() {
    view.search().stop();
    searched(view.search());
  }

  private void pressed(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE && !field.getText().isEmpty()) {
      field.clear();
      event.consume();
    } else if (event.getCode() == KeyCode.F3
        || (event.getCode() == KeyCode.ENTER && event.isShiftDown())) {
      view.go(!event.isShiftDown());
      event.consume();
    }
  }

  private void look() {
    LogRow.Look look = new LogRow.Look(times.isSelected(), wrap.isSelected());
    memory.keep(LOOK, look);
    view.area().look(look);
    if (view.isFollowing()) {
      view.area().showEnd();
    }
  }

  private void choose() {
    int chosen = step.getSelectionModel().getSelectedIndex();
    if (!filling && chosen >= 0) {
      view.only(chosen == 0 ? Optional.empty() : Optional.of(numbers.get(chosen - 1)));
    }
  }

  private void save() {
    Optional<LogSource> source = view.source();
    if (source.isEmpty()) {
      return;
    }
    try {
      files
          .folder(getScene().getWindow(), TEXTS.get("save.choose"))
          .ifPresent(folder -> save(source.get(), folder));
    } catch (RuntimeException e) {
      String command =
          "peerdeck workflow logs " + source.get().runId() + " --job " + source.get().task();
      view.bridge().notices().problem(TEXTS.get("save.failed"), TEXTS.get("save.instead", command));
    }
  }

  private void save(LogSource source, Path folder) {
    boolean withTimes = times.isSelected();
    String name = source.runId().substring(Math.max(0, source.runId().length() - 8));
    view.bridge()
        .act(
            TEXTS.get("save.failed"),
            node ->
                new LogExport(source, withTimes)
                    .save(
                        folder, name + "-" + source.task(), Thread.currentThread()::isInterrupted),
            file -> view.bridge().notices().tell(TEXTS.get("save.done"), file.toString()));
  }
}
