package io.peerdeck.panel.preview;

import io.peerdeck.node.SubmitPreview.Problem;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.log.Ansi;
import io.peerdeck.panel.part.Buttons;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// A workflow file's text with line numbers; lines with problems are marked and the place in them
/// underlined.
public final class SourceView extends VBox {
  private static final Texts TEXTS = Texts.of("preview");
  private static final int MOST_COLUMNS = 4_000;
  private static final PseudoClass WARNED = PseudoClass.getPseudoClass("warned");
  private static final PseudoClass BROKEN = PseudoClass.getPseudoClass("broken");
  private final ListView<Line> list = new ListView<>();
  private final Label place = new Label();
  private final Button previous;
  private final Button next;
  private final HBox bar;
  private int current;
  private String source = "";
  private List<Problem> problems = List.of();

  /// One line and what is wrong with it.
  public record Line(int number, String text, List<Problem> problems) {}

  public SourceView() {
    getStyleClass().add("source-view");
    list.setId("preview-source");
    list.setAccessibleText(TEXTS.get("source"));
    list.setCellFactory(l -> new LineCell());
    place.setId("problem-place");
    place.getStyleClass().add("count");
    previous = Buttons.icon(Feather.CHEVRON_UP, TEXTS.get("problem.previous"), () -> step(-1));
    previous.setId("problem-previous");
    next = Buttons.icon(Feather.CHEVRON_DOWN, TEXTS.get("problem.next"), () -> step(1));
    next.setId("problem-next");
    bar = new HBox(place, previous, next);
    bar.getStyleClass().add("source-bar");
    VBox.setVgrow(list, javafx.scene.layout.Priority.ALWAYS);
    getChildren().setAll(bar, list);
    told();
  }

  /// Goes to the next or the previous problem, round at the ends.
  void step(int step) {
    List<Problem> placed = placed();
    if (!placed.isEmpty()) {
      goToProblem(placed.get(Math.floorMod(current + step, placed.size())));
    }
  }

  void goToProblem(Problem problem) {
    current = placed().indexOf(problem);
    goTo(problem.line());
    told();
  }

  private List<Problem> placed() {
    return problems.stream()
        .filter(p -> p.line() > 0 && p.line() <= list.getItems().size())
        .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
        .toList();
  }

  private void told() {
    int count = placed().size();
    bar.setVisible(count > 0);
    bar.setManaged(count > 0);
    place.setText(TEXTS.get("problem.place", current + 1, count));
  }

  /// Shows another text, from the first of its problems on.
  public void show(String text, List<Problem> found) {
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
    current = 0;
    placed().stream().findFirst().ifPresent(this::goToProblem);
    told();
  }

  void goTo(int line) {
    if (line <= list.getItems().size()) {
      list.scrollTo(Math.max(0, line - 4));
      list.getSelectionModel().clearAndSelect(line - 1);
    }
  }

  /// Number, and the line in up to three pieces: before the place, from it on, and what is wrong.
  private static final class LineCell extends ListCell<Line> {
    private final Label margin = new Label();
    private final Label number = new Label();
    private final Label before = new Label();
    private final Label at = new Label();
    private final Label message = new Label();
    private final HBox face = new HBox(margin, number, before, at, message);
    private final Tooltip tooltip = new Tooltip();

    LineCell() {
      getStyleClass().add("log-cell");
      face.getStyleClass().add("source-line");
      margin.getStyleClass().add("source-margin");
      number.getStyleClass().add("log-number");
      at.getStyleClass().add("broken-text");
      message.getStyleClass().add("broken-message");
      for (Label label : new Label[] {margin, number, before, at, message}) {
        label.setMinWidth(USE_PREF_SIZE);
        label.setMnemonicParsing(false);
      }
    }

    private static String shown(String text) {
      return Ansi.plain(
          text.length() > MOST_COLUMNS ? text.substring(0, MOST_COLUMNS) + "…" : text);
    }

    private static String before(String text, int column) {
      return text.substring(0, Math.clamp(column - 1L, 0, Math.min(MOST_COLUMNS, text.length())));
    }

    @Override
    protected void updateItem(Line line, boolean empty) {
      super.updateItem(line, empty);
      boolean broken = !empty && line != null && !line.problems().isEmpty();
      pseudoClassStateChanged(BROKEN, broken);
      if (empty || line == null) {
        pseudoClassStateChanged(WARNED, false);
        setGraphic(null);
        setTooltip(null);
        return;
      }
      String text = shown(line.text());
      boolean error = line.problems().stream().anyMatch(Problem::error);
      pseudoClassStateChanged(WARNED, broken && !error);
      margin.setText(broken ? (error ? "✕" : "!") : "");
      number.setText(String.valueOf(line.number()));
      if (broken) {
        Problem first = line.problems().getFirst();
        int column = shown(before(line.text(), first.column())).length();
        before.setText(text.substring(0, column));
        at.setText(text.substring(column));
        message.setText("◂ " + first.message().lines().findFirst().orElse(""));
        tooltip.setText(
            line.problems().stream().map(Problem::message).collect(Collectors.joining("\n")));
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
