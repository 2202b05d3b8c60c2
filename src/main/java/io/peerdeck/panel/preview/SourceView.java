package io.peerdeck.panel.preview;

import io.peerdeck.node.SubmitPreview.Problem;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.log.Ansi;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// A workflow file's text with line numbers; lines with problems are marked and the place in them
/// underlined.
public final class SourceView extends VBox {
  private static final Texts TEXTS = Texts.of("preview");
  private static final PseudoClass BROKEN = PseudoClass.getPseudoClass("broken");
  private final ListView<Line> list = new ListView<>();
  private String source = "";
  private List<Problem> problems = List.of();

  /// One line and what is wrong with it.
  public record Line(int number, String text, List<Problem> problems) {}

  SourceView() {
    getStyleClass().add("source-view");
    list.setId("preview-source");
    list.setAccessibleText(TEXTS.get("source"));
    list.setCellFactory(l -> new LineCell());
    VBox.setVgrow(list, javafx.scene.layout.Priority.ALWAYS);
    getChildren().setAll(list);
  }

  void show(String text, List<Problem> found) {
    if (text.equals(source) && found.equals(problems)) {
      return;
    }
    source = text;
    problems = found;
    Map<Integer, List<Problem>> byLine =
        found.stream().collect(Collectors.groupingBy(Problem::line));
    List<Line> lines = new ArrayList<>();
    int number = 1;
    for (String line : text.lines().toList()) {
      lines.add(new Line(number, line, byLine.getOrDefault(number, List.of())));
      number++;
    }
    list.getItems().setAll(lines);
    found.stream().filter(p -> p.line() > 0).findFirst().ifPresent(p -> goTo(p.line()));
  }

  void goTo(int line) {
    if (line <= list.getItems().size()) {
      list.scrollTo(Math.max(0, line - 4));
      list.getSelectionModel().clearAndSelect(line - 1);
    }
  }

  /// Number, and the line in up to three pieces: before the place, from it on, and what is wrong.
  private static final class LineCell extends ListCell<Line> {
    private final Label number = new Label();
    private final Label before = new Label();
    private final Label at = new Label();
    private final Label message = new Label();
    private final HBox face = new HBox(number, before, at, message);
    private final Tooltip tooltip = new Tooltip();

    LineCell() {
      getStyleClass().add("log-cell");
      face.getStyleClass().add("source-line");
      number.getStyleClass().add("log-number");
      at.getStyleClass().add("broken-text");
      message.getStyleClass().add("broken-message");
      for (Label label : new Label[] {number, before, at, message}) {
        label.setMinWidth(USE_PREF_SIZE);
        label.setMnemonicParsing(false);
      }
    }

    @Override
    protected void updateItem(Line line, boolean empty) {
      super.updateItem(line, empty);
      boolean broken = !empty && line != null && !line.problems().isEmpty();
      pseudoClassStateChanged(BROKEN, broken);
      if (empty || line == null) {
        setGraphic(null);
        setTooltip(null);
        return;
      }
      String text = Ansi.plain(line.text());
      number.setText(String.valueOf(line.number()));
      if (broken) {
        Problem first = line.problems().getFirst();
        int column = Math.clamp(first.column() - 1L, 0, text.length());
        before.setText(text.substring(0, column));
        at.setText(text.substring(column));
        message.setText("◂ " + first.message().lines().findFirst().orElse(""));
        tooltip.setText(first.message());
        setTooltip(tooltip);
      } else {
        before.setText(text);
        at.setText("");
        message.setText("");
        setTooltip(null);
      }
      setGraphic(face);
      setAccessibleText(line.number() + ": " + text + (broken ? ", " + tooltip.getText() : ""));
    }
  }
}
