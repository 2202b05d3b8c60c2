package io.peerdeck.panel.preview;

import io.peerdeck.node.SubmitPreview.Problem;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.MarkLabel;
import io.peerdeck.panel.part.WrapRow;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Errors and warnings of a file; each leads to its line.
final class ProblemList extends VBox {
  private static final Texts TEXTS = Texts.of("preview");

  ProblemList(List<Problem> problems, Consumer<Problem> goTo) {
    setId("preview-problems");
    getStyleClass().add("problems");
    for (Problem problem : problems) {
      MarkLabel mark = new MarkLabel(problem.error() ? Mark.PROBLEM : Mark.WARNING);
      mark.getStyleClass().add("mark-column");
      Label message = new Label(problem.message());
      message.setWrapText(true);
      message.setMaxWidth(Double.MAX_VALUE);
      message.setMinWidth(0);
      HBox.setHgrow(message, Priority.ALWAYS);
      WrapRow line = new WrapRow(mark, message);
      line.getStyleClass().add("list-line");
      if (problem.line() > 0) {
        Button place =
            Buttons.of(
                Feather.CORNER_DOWN_RIGHT,
                TEXTS.get("problem.at", problem.line(), problem.column()),
                () -> goTo.accept(problem),
                "flat",
                "link");
        place.setMinWidth(USE_PREF_SIZE);
        line.getChildren().add(place);
      }
      getChildren().add(line);
    }
  }
}
