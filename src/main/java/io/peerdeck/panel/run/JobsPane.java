package io.peerdeck.panel.run;

import io.peerdeck.node.TaskRef;
import io.peerdeck.panel.bridge.Texts;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.StackPane;

/// The jobs of a run: a graph, or a list where there are more than anyone takes in as a graph.
final class JobsPane extends StackPane {
  private static final Texts TEXTS = Texts.of("run");
  private static final int MOST_IN_GRAPH = 200;
  private final JobGraphPane graphPane;
  private final JobList list;
  private final ScrollPane scroll;

  JobsPane(Consumer<String> chooseJob, Consumer<TaskRef> chooseTask) {
    this.graphPane = new JobGraphPane(chooseJob, chooseTask);
    this.list = new JobList(chooseJob);
    this.scroll = new ScrollPane(graphPane);
    scroll.setId("graph-scroll");
    scroll.setFitToHeight(true);
    scroll.setFitToWidth(true);
    scroll.setAccessibleText(TEXTS.get("graph"));
    getChildren().setAll(scroll);
  }

  void show(JobGraph graph) {
    boolean many = graph.jobs().size() > MOST_IN_GRAPH;
    Node wanted = many ? list : scroll;
    if (getChildren().getFirst() != wanted) {
      getChildren().setAll(wanted);
    }
    if (many) {
      list.show(graph);
    } else {
      graphPane.show(graph);
    }
  }

  void choose(Optional<String> job) {
    if (getChildren().getFirst() == list) {
      list.choose(job);
    } else {
      graphPane.choose(job);
    }
  }

  void focusJobs() {
    getChildren().getFirst().requestFocus();
  }
}
