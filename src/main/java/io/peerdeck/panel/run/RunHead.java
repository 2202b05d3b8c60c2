package io.peerdeck.panel.run;

import io.peerdeck.node.RunSummary;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.MarkLabel;
import io.peerdeck.panel.part.Screen;
import io.peerdeck.panel.part.WrapRow;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.feather.Feather;

/// What run this is, how it is, and why.
final class RunHead {
  private static final Texts TEXTS = Texts.of("run");
  private final Desk desk;
  private final Label name = new Label();
  private final Tooltip whole = new Tooltip();
  private final MarkLabel mark = new MarkLabel();
  private final Label about = new Label();
  private final Label why = new Label();
  private final WrapRow line;

  RunHead(Desk desk) {
    this.desk = desk;
    name.getStyleClass().add("screen-title");
    name.setMinWidth(0);
    name.setTooltip(whole);
    mark.setMinWidth(Label.USE_PREF_SIZE);
    about.getStyleClass().add("fact-name");
    about.setWrapText(true);
    HBox.setHgrow(about, Priority.ALWAYS);
    Button back =
        Buttons.icon(
            Feather.ARROW_LEFT, TEXTS.get("back"), () -> desk.navigator().show(Screen.QUEUE));
    back.setId("run-back");
    line = new WrapRow(back, name, mark, about);
    line.getStyleClass().add("run-head");
    why.setId("run-why");
    why.setWrapText(true);
    why.getStyleClass().add("note");
  }

  /// The way back, the run's name, its state, what is done of it.
  WrapRow line() {
    return line;
  }

  /// Why it waits; hidden where it does not.
  Label why() {
    return why;
  }

  void show(RunSummary run) {
    name.setText(run.name());
    whole.setText(run.name() + "\n" + run.id());
    mark.show(Mark.of(run), Mark.of(run).word());
    about.setText(
        TEXTS.get(
            "about",
            run.tasksDone(),
            run.tasks(),
            run.priority(),
            run.submitter().name(),
            Words.ago(run.submittedAt(), desk.time())));
    why.setText(run.waitsFor());
    why.setVisible(!run.waitsFor().isBlank());
    why.setManaged(why.isVisible());
  }
}
