package io.peerdeck.panel.run;

import io.peerdeck.panel.log.LogView;
import io.peerdeck.panel.part.ActionRow;
import java.util.Optional;
import javafx.geometry.Orientation;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// How the parts of a run's screen share its room. Out of sight until there is a run.
final class RunPage extends VBox {
  private final JobsPane jobs;
  private final TaskList tasks;
  private final LogView log;
  private final SplitPane below;
  private final SplitPane split;

  /// @param log is on one of the pages
  RunPage(
      RunHead head,
      ActionRow actions,
      JobsPane jobs,
      TaskList tasks,
      TaskPages pages,
      LogView log) {
    this.jobs = jobs;
    this.tasks = tasks;
    this.log = log;
    getStyleClass().add("run");
    below = new SplitPane(tasks, pages);
    SplitPane.setResizableWithParent(tasks, false);
    split = new SplitPane(jobs, below);
    split.setOrientation(Orientation.VERTICAL);
    VBox.setVgrow(split, Priority.ALWAYS);
    getChildren().setAll(head.line(), head.why(), actions, split);
    inSight(false);
  }

  private void inSight(boolean shown) {
    setVisible(shown);
    setManaged(shown);
  }

  /// Has all parts styled and laid out out of sight, with a run that never was: done when the first
  /// real one is asked for, it would hold that up for longer than all else together.
  void ahead(StackPane root) {
    if (getParent() == root) {
      return;
    }
    root.getChildren().add(this);
    JobGraph graph = JobGraph.of(StandIn.tasks());
    jobs.show(graph);
    JobGraph.Job job = graph.jobs().getLast();
    jobs.choose(Optional.of(job.id()));
    tasks.show(job, job.tasks().getFirst().ref());
    applyCss();
    resize(root.getWidth(), root.getHeight());
    layout();
    log.ahead();
  }

  /// Takes the place of what `root` has shown so far.
  void reveal(StackPane root) {
    if (isVisible()) {
      return;
    }
    root.getChildren().removeIf(child -> child != this);
    if (getParent() != root) {
      root.getChildren().add(this);
    }
    inSight(true);
    // What was laid out ahead had other heights.
    below.setDividerPositions(0.37);
    split.setDividerPositions(0.24);
  }
}
