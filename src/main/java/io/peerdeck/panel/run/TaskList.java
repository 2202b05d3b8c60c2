package io.peerdeck.panel.run;

import io.peerdeck.node.PeerRef;
import io.peerdeck.node.TaskRef;
import io.peerdeck.node.TaskView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.MarkLabel;
import io.peerdeck.panel.part.Tip;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// The instances of the chosen job and the steps of the chosen instance.
final class TaskList extends VBox {
  private static final Texts TEXTS = Texts.of("run");
  /// The height of a cell, as in the stylesheet.
  private static final double CELL_EM = 3.3;

  /// More instances scroll.
  private static final int MOST_ROWS = 4;

  private final ListView<TaskView> instances = new ListView<>();
  private final ListView<TaskView.StepView> steps = new ListView<>();
  private final Label instancesTitle = new Label();
  private final Label stepsTitle = new Label(TEXTS.get("steps"));
  private final InstantSource time;
  private final Consumer<TaskRef> chooseTask;
  private boolean showing;
  private boolean led;

  TaskList(InstantSource time, Consumer<TaskRef> chooseTask, IntConsumer chooseStep) {
    this.time = time;
    this.chooseTask = chooseTask;
    getStyleClass().add("task-list");
    instances.setId("instances");
    instances.setAccessibleText(TEXTS.get("instances"));
    instances.setCellFactory(list -> new InstanceCell());
    instances
        .getSelectionModel()
        .selectedItemProperty()
        .addListener((o, was, is) -> chosen(Optional.ofNullable(is)));
    instancesTitle.getStyleClass().add("section-title");
    stepsTitle.getStyleClass().add("section-title");
    steps.setId("steps");
    steps.setAccessibleText(TEXTS.get("steps"));
    steps.setCellFactory(list -> new StepCell());
    Label none = new Label(TEXTS.get("steps.none"));
    none.setWrapText(true);
    none.getStyleClass().add("fact-name");
    steps.setPlaceholder(none);
    steps
        .getSelectionModel()
        .selectedItemProperty()
        .addListener(
            (o, was, is) -> {
              if (is != null && !showing) {
                led = true;
                chooseStep.accept(is.number());
              }
            });
    // The step that is chosen already is gone to again.
    steps.addEventFilter(MouseEvent.MOUSE_PRESSED, event -> led = false);
    steps.setOnMouseClicked(event -> again(chooseStep));
    steps.setOnKeyPressed(
        event -> {
          if (event.getCode() == KeyCode.ENTER) {
            led = false;
            again(chooseStep);
          }
        });
    VBox.setVgrow(steps, Priority.ALWAYS);
    getChildren().setAll(instancesTitle, instances, stepsTitle, steps);
  }

  private void again(IntConsumer chooseStep) {
    TaskView.StepView chosen = steps.getSelectionModel().getSelectedItem();
    if (chosen != null && !led) {
      chooseStep.accept(chosen.number());
    }
  }

  static Mark mark(TaskView task) {
    return task.conclusion().filter("skipped"::equals).isPresent()
        ? Mark.SKIPPED
        : Mark.of(task.status());
  }

  void show(JobGraph.Job job, TaskRef task) {
    showing = true;
    instancesTitle.setText(TEXTS.get("instances.of", job.name()));
    sync(instances, job.tasks());
    int rows = Math.min(MOST_ROWS, job.tasks().size());
    instances.setPrefHeight(rows * CELL_EM * stepsTitle.getFont().getSize() + 4);
    instances.setMinHeight(instances.getPrefHeight());
    for (int i = 0; i < job.tasks().size(); i++) {
      if (job.tasks().get(i).ref().equals(task)) {
        instances.getSelectionModel().select(i);
        sync(steps, job.tasks().get(i).steps());
      }
    }
    showing = false;
  }

  /// Shows how long running steps take by now.
  void refreshTimes() {
    if (steps.getItems().stream().anyMatch(step -> step.status().equals("in_progress"))) {
      steps.refresh();
    }
  }

  /// Chooses a step as a click on it does.
  void chooseStep(int number) {
    for (int i = 0; i < steps.getItems().size(); i++) {
      if (steps.getItems().get(i).number() == number) {
        steps.getSelectionModel().clearSelection();
        steps.getSelectionModel().select(i);
        steps.scrollTo(i);
      }
    }
  }

  private void chosen(Optional<TaskView> task) {
    if (!showing) {
      task.ifPresent(
          chosen -> {
            steps.getSelectionModel().clearSelection();
            chooseTask.accept(chosen.ref());
          });
    }
  }

  /// Changes only what differs, so that selection and focus stay.
  static <T> void sync(ListView<T> list, List<T> rows) {
    if (list.getItems().size() != rows.size()) {
      list.getItems().setAll(rows);
      return;
    }
    for (int i = 0; i < rows.size(); i++) {
      if (!rows.get(i).equals(list.getItems().get(i))) {
        list.getItems().set(i, rows.get(i));
      }
    }
  }

  /// The name above, the state and what belongs to it below: names have the whole width.
  private static VBox face(Label name, MarkLabel mark, Label right) {
    name.setMinWidth(0);
    mark.setMinWidth(USE_PREF_SIZE);
    right.getStyleClass().add("fact-name");
    right.setMinWidth(0);
    HBox state = new HBox(mark, right);
    state.getStyleClass().add("task-line");
    VBox face = new VBox(name, state);
    face.setMinWidth(0);
    face.setPrefWidth(0);
    return face;
  }

  private static void tell(ListCell<?> cell, String words) {
    cell.setAccessibleText(words);
    Tip.on(cell, words);
  }

  /// One instance: state, name, peer.
  private static final class InstanceCell extends ListCell<TaskView> {
    private final MarkLabel mark = new MarkLabel();
    private final Label name = new Label();
    private final Label peer = new Label();
    private final VBox face = face(name, mark, peer);

    @Override
    protected void updateItem(TaskView task, boolean empty) {
      super.updateItem(task, empty);
      if (empty || task == null) {
        setGraphic(null);
        Tip.on(this, "");
        return;
      }
      mark.show(mark(task), mark(task).word());
      name.setText(task.name());
      peer.setText(task.holder().or(task::owner).map(PeerRef::name).orElse(""));
      setGraphic(face);
      tell(this, task.name() + ", " + mark(task).word() + ", " + peer.getText());
    }
  }

  /// One step: state, name, time.
  private final class StepCell extends ListCell<TaskView.StepView> {
    private final MarkLabel mark = new MarkLabel();
    private final Label name = new Label();
    private final Label took = new Label();
    private final VBox face = face(name, mark, took);

    /// When it began and how long it took, or takes by now.
    private String times(TaskView.StepView step) {
      if (step.startedAt().isEmpty()) {
        return "";
      }
      Instant began = step.startedAt().get();
      long millis =
          step.status().equals("in_progress")
              ? Math.max(0, time.instant().toEpochMilli() - began.toEpochMilli())
              : step.millis();
      return TEXTS.get("step.times", Words.timeOfDay(began), Words.duration(millis));
    }

    @Override
    protected void updateItem(TaskView.StepView step, boolean empty) {
      super.updateItem(step, empty);
      if (empty || step == null) {
        setGraphic(null);
        Tip.on(this, "");
        return;
      }
      Mark state = Mark.of(step.status());
      mark.show(state, state.word());
      name.setText(step.name());
      took.setText(times(step));
      setGraphic(face);
      tell(this, step.name() + ", " + state.word() + ", " + took.getText());
    }
  }
}
