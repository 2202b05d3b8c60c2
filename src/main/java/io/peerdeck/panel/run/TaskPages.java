package io.peerdeck.panel.run;

import io.peerdeck.node.TaskView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.log.LogView;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.Pages;
import java.util.Optional;
import java.util.function.IntConsumer;
import javafx.scene.Node;
import javafx.scene.control.Tab;

/// What a task said and made: log, annotations, summary, artifacts. Only the page in sight reads.
final class TaskPages extends Pages {
  private static final Texts TEXTS = Texts.of("run");
  private final AnnotationsPane annotations;
  private final SummaryPane summary;
  private final ArtifactsPane artifacts;
  private final Tab logTab;
  private final Tab annotationsTab;
  private final Tab summaryTab;
  private final Tab artifactsTab;
  private String runId = "";
  private Optional<TaskView> task = Optional.empty();

  TaskPages(Desk desk, LogView log, IntConsumer goToStep) {
    this.annotations = new AnnotationsPane(goToStep);
    this.summary = new SummaryPane(desk);
    this.artifacts = new ArtifactsPane(desk);
    this.logTab = tab("page-log", TEXTS.get("page.log"), log);
    this.annotationsTab = tab("page-annotations", TEXTS.get("page.annotations"), annotations);
    this.summaryTab = tab("page-summary", TEXTS.get("page.summary"), summary);
    this.artifactsTab = tab("page-artifacts", TEXTS.get("page.artifacts"), artifacts);
    setId("task-pages");
    setAccessibleText(TEXTS.get("pages"));
    getTabs().setAll(logTab, annotationsTab, summaryTab, artifactsTab);
    getSelectionModel().selectedItemProperty().addListener(o -> fill());
  }

  private static Tab tab(String id, String title, Node content) {
    Tab tab = new Tab(title, content);
    tab.setId(id);
    return tab;
  }

  void show(String run, TaskView shown) {
    runId = run;
    task = Optional.of(shown);
    annotationsTab.setText(counted(TEXTS.get("page.annotations"), shown.annotations().size()));
    summaryTab.setText(
        shown.summaryChars() > 0 ? TEXTS.get("page.summary.some") : TEXTS.get("page.summary"));
    artifactsTab.setText(counted(TEXTS.get("page.artifacts"), shown.artifacts().size()));
    fill();
  }

  private static String counted(String title, int count) {
    return count == 0 ? title : TEXTS.get("page.counted", title, count);
  }

  void showLog() {
    getSelectionModel().select(logTab);
  }

  private void fill() {
    task.ifPresent(
        shown -> {
          Tab now = getSelectionModel().getSelectedItem();
          if (now == annotationsTab) {
            annotations.show(shown.annotations());
          } else if (now == summaryTab) {
            summary.show(runId, shown);
          } else if (now == artifactsTab) {
            artifacts.show(shown.artifacts());
          }
        });
  }
}
