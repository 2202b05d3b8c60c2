package io.peerdeck.panel.part;

import io.peerdeck.panel.bridge.Texts;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// What the inspector says of a selection: title, state, facts, reasons, actions, and the same
/// command for the command line.
public final class Inspection {
  private static final Texts TEXTS = Texts.of("common");
  private final VBox content = new VBox();

  public Inspection(String title) {
    content.getStyleClass().add("inspection");
    Label heading = new Label(title);
    heading.getStyleClass().add("inspection-title");
    heading.setWrapText(true);
    content.getChildren().add(heading);
  }

  public Inspection mark(Mark mark, String word) {
    return part(new MarkLabel(mark, word));
  }

  /// A sentence: why it is as it is.
  public Inspection note(String text) {
    if (text.isBlank()) {
      return this;
    }
    Label label = new Label(text);
    label.setWrapText(true);
    label.getStyleClass().add("note");
    return part(label);
  }

  public Inspection section(String title) {
    Label label = new Label(title);
    label.getStyleClass().add("section-title");
    return part(label);
  }

  public Inspection part(Node node) {
    content.getChildren().add(node);
    return this;
  }

  public Inspection actions(List<ButtonBase> buttons) {
    FlowPane pane = new FlowPane();
    pane.getStyleClass().add("toolbar");
    pane.getChildren().setAll(buttons);
    return part(pane);
  }

  /// The command a script would use for the same.
  public Inspection command(String command) {
    section(TEXTS.get("inspector.command"));
    var button = Facts.copyable(TEXTS.get("inspector.command"), command, command);
    button.setGraphic(Icons.of(Feather.TERMINAL));
    button.setWrapText(true);
    button.getStyleClass().add("command");
    return part(button);
  }

  public VBox content() {
    return content;
  }
}
