package io.peerdeck.panel;

import javafx.scene.control.Label;
import javafx.scene.text.Text;

/// Icon and word of a [Mark], reusable in cells.
final class MarkLabel extends Label {
  private final Text icon = Icons.of(Mark.UNKNOWN.icon());
  private Mark mark = Mark.UNKNOWN;

  MarkLabel() {
    getStyleClass().add("mark");
    setGraphic(icon);
  }

  MarkLabel(Mark mark) {
    this();
    show(mark, mark.word());
  }

  MarkLabel(Mark mark, String word) {
    this();
    show(mark, word);
  }

  void show(Mark next, String word) {
    getStyleClass().remove(mark.tone().styleClass());
    getStyleClass().add(next.tone().styleClass());
    Icons.change(icon, next.icon());
    mark = next;
    setText(word);
    setAccessibleText(word);
  }
}
