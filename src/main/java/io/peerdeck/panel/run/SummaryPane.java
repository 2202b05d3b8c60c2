package io.peerdeck.panel.run;

import io.peerdeck.node.TaskRef;
import io.peerdeck.node.TaskView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Desk;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The step summaries of a task, read once somebody looks.
final class SummaryPane extends VBox {
  private static final Texts TEXTS = Texts.of("run");
  private final Desk desk;
  private Optional<Shown> shown = Optional.empty();

  /// Which summary is on the screen: another attempt brings another one.
  private record Shown(String runId, TaskRef task, int attempt, int chars) {}

  SummaryPane(Desk desk) {
    this.desk = desk;
    setId("summary");
    getStyleClass().add("summary");
  }

  void show(String runId, TaskView task) {
    Shown wanted = new Shown(runId, task.ref(), task.attempt(), task.summaryChars());
    if (shown.filter(wanted::equals).isPresent()) {
      return;
    }
    shown = Optional.of(wanted);
    if (wanted.chars() == 0) {
      say(TEXTS.get(task.status().finished() ? "summary.none" : "summary.later"));
      return;
    }
    say(TEXTS.get("summary.reading"));
    desk.bridge()
        .act(
            TEXTS.get("summary.failed"),
            node -> MarkdownView.parse(node.summary(runId, wanted.task())),
            document -> {
              if (shown.filter(wanted::equals).isPresent()) {
                place(MarkdownView.of(document));
              }
            },
            e -> {
              if (shown.filter(wanted::equals).isPresent()) {
                say(TEXTS.get("summary.unreadable", desk.bridge().message(e)));
                shown = Optional.empty();
              }
            });
  }

  private void say(String words) {
    Label label = new Label(words);
    label.setWrapText(true);
    label.getStyleClass().add("fact-name");
    getChildren().setAll(label);
  }

  private void place(Region content) {
    ScrollPane scroll = new ScrollPane(content);
    scroll.setFitToWidth(true);
    scroll.setAccessibleText(TEXTS.get("summary"));
    scroll.getStyleClass().add("edge-to-edge");
    VBox.setVgrow(scroll, Priority.ALWAYS);
    getChildren().setAll(scroll);
  }
}
