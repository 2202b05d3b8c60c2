package io.peerdeck.panel.run;

import io.peerdeck.node.TaskRef;
import io.peerdeck.node.TaskView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Icons;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.MarkLabel;
import io.peerdeck.panel.part.Tip;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// One job of the graph: its card, and for a matrix its instances, folded until asked for. Shows
/// one job after another, as cells do.
final class JobBox extends VBox {
  /// More instances are in the list below the graph.
  static final int MOST_INSTANCES = 12;

  private static final Texts TEXTS = Texts.of("run");
  private final Consumer<TaskRef> chooseTask;
  private final Runnable resized;
  private final ToggleButton card = new ToggleButton();
  private final MarkLabel mark = new MarkLabel();
  private final Label name = new Label();
  private final Label detail = new Label();
  private final Button fold;
  private final VBox instances = new VBox();
  private String id = "";
  private List<TaskView> tasks = List.of();
  private boolean open;

  JobBox(Consumer<String> chooseJob, Consumer<TaskRef> chooseTask, Runnable resized) {
    this.chooseTask = chooseTask;
    this.resized = resized;
    getStyleClass().add("job-box");
    card.getStyleClass().add("job-card");
    card.setMnemonicParsing(false);
    card.setMaxWidth(Double.MAX_VALUE);
    name.getStyleClass().add("job-name");
    detail.getStyleClass().add("fact-name");
    detail.setMinWidth(0);
    mark.setMinWidth(USE_PREF_SIZE);
    HBox line = new HBox(mark, detail);
    line.getStyleClass().add("job-line");
    Region besideFold = new Region();
    HBox title = new HBox(name, besideFold);
    HBox.setHgrow(besideFold, Priority.ALWAYS);
    VBox face = new VBox(title, line);
    face.setFillWidth(true);
    face.prefWidthProperty()
        .bind(
            Bindings.createDoubleBinding(
                () ->
                    Math.max(
                        0, card.getWidth() - card.snappedLeftInset() - card.snappedRightInset()),
                card.widthProperty(),
                card.insetsProperty()));
    card.setGraphic(face);
    card.setOnAction(
        event -> {
          card.setSelected(true);
          chooseJob.accept(id);
        });
    fold = Buttons.icon(Feather.CHEVRON_DOWN, "", this::turn, "small");
    besideFold
        .minWidthProperty()
        .bind(Bindings.when(fold.visibleProperty()).then(fold.widthProperty()).otherwise(0));
    StackPane.setAlignment(fold, javafx.geometry.Pos.TOP_RIGHT);
    StackPane head = new StackPane(card, fold);
    VBox.setVgrow(head, Priority.NEVER);
    instances.getStyleClass().add("job-instances");
    getChildren().setAll(head);
  }

  private void turn() {
    open(!open);
    fill();
    resized.run();
  }

  private void open(boolean wanted) {
    open = wanted;
    fold.setGraphic(Icons.of(open ? Feather.CHEVRON_UP : Feather.CHEVRON_DOWN));
    Buttons.name(fold, TEXTS.get(open ? "graph.fold" : "graph.unfold", id));
    if (open) {
      getChildren().add(instances);
    } else {
      getChildren().remove(instances);
    }
  }

  void setSelected(boolean selected) {
    card.setSelected(selected);
  }

  ToggleButton card() {
    return card;
  }

  /// Lines below the card.
  int lines() {
    return open ? Math.min(tasks.size(), MOST_INSTANCES + 1) : 0;
  }

  void show(JobGraph.Job job) {
    if (!job.id().equals(id)) {
      id = job.id();
      card.setId("job-" + id);
      fold.setId("fold-" + id);
      open(false);
    }
    name.setText(job.name());
    mark.show(job.mark(), job.mark().word());
    boolean matrix = job.tasks().size() > 1;
    detail.setText(
        matrix
            ? TEXTS.get("graph.instances", job.done(), job.tasks().size())
            : job.tasks().getFirst().holder().map(peer -> peer.name()).orElse(""));
    fold.setVisible(matrix);
    String words =
        TEXTS.get("graph.accessible", job.name(), job.mark().word(), detail.getText())
            + (matrix ? "\n" + counts(job.tasks()) : "");
    card.setAccessibleText(words);
    Tip.on(card, words);
    tasks = job.tasks();
    fill();
  }

  /// `2 in progress, 1 failed`.
  static String counts(List<TaskView> tasks) {
    Map<Mark, Integer> counts = new EnumMap<>(Mark.class);
    tasks.forEach(task -> counts.merge(TaskList.mark(task), 1, Integer::sum));
    return counts.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey().word())
        .collect(Collectors.joining(", "));
  }

  private void fill() {
    if (!open) {
      return;
    }
    int shown = Math.min(tasks.size(), MOST_INSTANCES);
    while (instances.getChildren().size() > shown) {
      instances.getChildren().removeLast();
    }
    for (int i = 0; i < shown; i++) {
      if (i >= instances.getChildren().size()) {
        instances.getChildren().add(new Instance());
      }
      if (instances.getChildren().get(i) instanceof Instance instance) {
        instance.show(tasks.get(i));
      }
    }
    if (tasks.size() > MOST_INSTANCES) {
      Label more = new Label(TEXTS.get("graph.more", tasks.size() - MOST_INSTANCES));
      more.getStyleClass().add("fact-name");
      instances.getChildren().add(more);
    }
  }

  /// One instance of the matrix.
  private final class Instance extends Button {
    private final MarkLabel state = new MarkLabel();

    Instance() {
      getStyleClass().addAll("flat", "job-instance");
      setMaxWidth(Double.MAX_VALUE);
      setMnemonicParsing(false);
      setGraphic(state);
    }

    void show(TaskView task) {
      Mark now = TaskList.mark(task);
      setId("instance-" + task.ref().job() + "-" + task.ref().index());
      state.show(now, now.word());
      setText(task.name());
      setAccessibleText(task.name() + ", " + now.word());
      Tip.on(this, task.name());
      setOnAction(event -> chooseTask.accept(task.ref()));
    }
  }
}
