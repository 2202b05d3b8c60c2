package io.peerdeck.panel.run;

import io.peerdeck.node.RunDetail;
import io.peerdeck.node.RunSummary;
import io.peerdeck.node.TaskRef;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Action;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.Facts;
import io.peerdeck.panel.queue.RunActions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The commands a script would use for what can be done with a run: each is copied by a click.
final class RunCommands {
  private static final Texts TEXTS = Texts.of("run");

  private RunCommands() {}

  /// One command and what it does.
  record Line(String does, String command) {}

  static List<Line> of(Desk desk, RunDetail run, Optional<TaskRef> task) {
    String id = run.summary().id();
    List<Line> lines = new ArrayList<>();
    lines.add(new Line(TEXTS.get("command.status"), "peerdeck workflow status " + id));
    task.ifPresent(
        ref ->
            lines.add(
                new Line(
                    TEXTS.get("command.log"),
                    "peerdeck workflow logs " + id + " --job " + ref + " --follow")));
    lines.add(new Line(TEXTS.get("command.logs"), "peerdeck workflow logs " + id));
    if (run.tasks().stream().anyMatch(view -> !view.artifacts().isEmpty())) {
      lines.add(
          new Line(
              TEXTS.get("command.artifacts"),
              "peerdeck workflow artifacts " + id + " --save artifacts"));
    }
    RunActions known = new RunActions(desk, task);
    List<Action<RunSummary>> steering = new ArrayList<>(known.steering());
    steering.add(known.adopt());
    List<RunSummary> self = List.of(run.summary());
    for (Action<RunSummary> action : steering) {
      if (action.enabled().test(self)) {
        action.command().apply(self).ifPresent(text -> lines.add(new Line(action.text(), text)));
      }
    }
    return lines;
  }

  static void show(Desk desk, RunDetail run, Optional<TaskRef> task) {
    Label title = new Label(TEXTS.get("commands.title", run.summary().name()));
    title.getStyleClass().add("overlay-title");
    title.setWrapText(true);
    VBox list = new VBox();
    list.getStyleClass().add("needs-list");
    for (Line line : of(desk, run, task)) {
      Label does = new Label(line.does());
      does.getStyleClass().add("fact-name");
      Button command = Facts.copyable(line.does(), line.command(), line.command());
      command.getStyleClass().add("command");
      command.setWrapText(true);
      list.getChildren().add(new VBox(does, command));
    }
    Button close = Buttons.of(Feather.X, TEXTS.get("commands.close"), desk.overlay()::close);
    close.setId("run-commands-close");
    HBox foot = new HBox(close);
    foot.getStyleClass().add("overlay-buttons");
    ScrollPane scroll = new ScrollPane(list);
    scroll.setFitToWidth(true);
    scroll.setAccessibleText(TEXTS.get("commands"));
    scroll.getStyleClass().addAll("edge-to-edge", "needs-scroll");
    VBox card = new VBox(title, scroll, foot);
    card.setId("run-commands");
    desk.overlay().show(card, close);
  }
}
