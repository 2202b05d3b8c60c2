package io.peerdeck.panel.run;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.MarkLabel;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;

/// The jobs of a run with too many of them for a graph, in the order they can run.
final class JobList extends ListView<JobGraph.Job> {
  private static final Texts TEXTS = Texts.of("run");
  private boolean showing;

  JobList(Consumer<String> chooseJob) {
    setId("job-list");
    setAccessibleText(TEXTS.get("graph"));
    setCellFactory(list -> new JobCell());
    getSelectionModel()
        .selectedItemProperty()
        .addListener(
            (o, was, is) -> {
              if (is != null && !showing) {
                chooseJob.accept(is.id());
              }
            });
  }

  void show(JobGraph graph) {
    showing = true;
    TaskList.sync(this, graph.jobs());
    showing = false;
  }

  void choose(Optional<String> job) {
    showing = true;
    for (int i = 0; i < getItems().size(); i++) {
      if (job.filter(getItems().get(i).id()::equals).isPresent()
          && getSelectionModel().getSelectedIndex() != i) {
        getSelectionModel().clearAndSelect(i);
        scrollTo(i);
      }
    }
    showing = false;
  }

  /// State, name, counts and what it needs.
  private static final class JobCell extends ListCell<JobGraph.Job> {
    private final MarkLabel mark = new MarkLabel();
    private final Label name = new Label();
    private final Label counts = new Label();
    private final HBox face = new HBox(mark, name, counts);

    JobCell() {
      face.getStyleClass().add("task-line");
      counts.getStyleClass().add("fact-name");
      name.getStyleClass().add("job-name");
      mark.setMinWidth(USE_PREF_SIZE);
      name.setMnemonicParsing(false);
    }

    @Override
    protected void updateItem(JobGraph.Job job, boolean empty) {
      super.updateItem(job, empty);
      if (empty || job == null) {
        setGraphic(null);
        return;
      }
      mark.show(job.mark(), job.mark().word());
      name.setText(job.name());
      String needs =
          job.needs().isEmpty() ? "" : TEXTS.get("list.needs", String.join(", ", job.needs()));
      counts.setText(job.tasks().size() > 1 ? JobBox.counts(job.tasks()) + " " + needs : needs);
      setGraphic(face);
      setAccessibleText(job.name() + ", " + job.mark().word() + ", " + counts.getText());
    }
  }
}
