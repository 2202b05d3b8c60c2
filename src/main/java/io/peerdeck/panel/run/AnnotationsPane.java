package io.peerdeck.panel.run;

import io.peerdeck.node.TaskView.AnnotationView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.log.Ansi;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.MarkLabel;
import java.util.List;
import java.util.function.IntConsumer;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// What a task remarked, worst first; each leads to its step in the log.
final class AnnotationsPane extends VBox {
  private static final Texts TEXTS = Texts.of("run");
  private final ListView<AnnotationView> list = new ListView<>();

  AnnotationsPane(IntConsumer goToStep) {
    list.setId("annotations");
    list.setAccessibleText(TEXTS.get("annotations"));
    list.setCellFactory(l -> new AnnotationCell(l));
    Label none = new Label(TEXTS.get("annotations.none"));
    none.setWrapText(true);
    none.getStyleClass().add("fact-name");
    list.setPlaceholder(none);
    list.setOnMouseClicked(event -> chosen(goToStep));
    list.setOnKeyPressed(
        event -> {
          if (event.getCode() == KeyCode.ENTER) {
            chosen(goToStep);
          }
        });
    VBox.setVgrow(list, Priority.ALWAYS);
    getChildren().setAll(list);
  }

  private void chosen(IntConsumer goToStep) {
    AnnotationView chosen = list.getSelectionModel().getSelectedItem();
    if (chosen != null && chosen.step() > 0) {
      goToStep.accept(chosen.step());
    }
  }

  void show(List<AnnotationView> annotations) {
    List<AnnotationView> sorted =
        annotations.stream().sorted(java.util.Comparator.comparing(a -> rank(a.level()))).toList();
    if (!sorted.equals(list.getItems())) {
      list.getItems().setAll(sorted);
    }
  }

  private static int rank(String level) {
    return switch (level) {
      case "error" -> 0;
      case "warning" -> 1;
      default -> 2;
    };
  }

  private static Mark mark(String level) {
    return switch (level) {
      case "error" -> Mark.PROBLEM;
      case "warning" -> Mark.WARNING;
      default -> Mark.UNKNOWN;
    };
  }

  /// `src/shop.py:12:5`, or nothing.
  private static String place(AnnotationView annotation) {
    String file = annotation.file().map(Ansi::plain).orElse("");
    if (file.isEmpty() || annotation.line() == 0) {
      return file;
    }
    String line = file + ":" + annotation.line();
    return annotation.column() == 0 ? line : line + ":" + annotation.column();
  }

  /// Level, place, step; the message below.
  private static final class AnnotationCell extends ListCell<AnnotationView> {
    private final MarkLabel mark = new MarkLabel();
    private final Label place = new Label();
    private final Label step = new Label();
    private final Label message = new Label();
    private final VBox face = new VBox(new HBox(mark, place, step), message);

    AnnotationCell(ListView<AnnotationView> list) {
      face.getChildren().getFirst().getStyleClass().add("task-line");
      mark.setMinWidth(USE_PREF_SIZE);
      place.setMinWidth(0);
      place.getStyleClass().add("monospace");
      step.getStyleClass().add("fact-name");
      step.setMinWidth(USE_PREF_SIZE);
      message.setWrapText(true);
      message.setMnemonicParsing(false);
      face.prefWidthProperty().bind(list.widthProperty().subtract(40));
      face.setMinWidth(0);
    }

    @Override
    protected void updateItem(AnnotationView annotation, boolean empty) {
      super.updateItem(annotation, empty);
      if (empty || annotation == null) {
        setGraphic(null);
        return;
      }
      String word = TEXTS.get("annotation." + annotation.level());
      mark.show(mark(annotation.level()), word);
      place.setText(place(annotation));
      step.setText(
          annotation.step() == 0
              ? TEXTS.get("annotation.job")
              : TEXTS.get("annotation.step", annotation.step()));
      String title = annotation.title().isBlank() ? "" : Ansi.plain(annotation.title()) + ": ";
      String text =
          annotation.message().lines().map(Ansi::plain).reduce((a, b) -> a + "\n" + b).orElse("");
      message.setText(title + text);
      setGraphic(face);
      setAccessibleText(word + ", " + place.getText() + ", " + message.getText());
    }
  }
}
