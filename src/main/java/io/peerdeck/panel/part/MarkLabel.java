package io.peerdeck.panel.part;

import javafx.scene.control.Label;
import javafx.scene.text.Text;

/// Icon and word of a [Mark], reusable in cells.
public final class MarkLabel extends Label {
  private final Text icon = Icons.of(Mark.UNKNOWN.icon());
  private Mark mark = Mark.UNKNOWN;

  public MarkLabel() {
    getStyleClass().add("mark");
    setGraphic(icon);
  }

  public MarkLabel(Mark mark) {
    this();
    show(mark, mark.word());
  }

  public MarkLabel(Mark mark, String word) {
    this();
    show(mark, word);
  }

  public void show(Mark next, String word) {
    getStyleClass().remove(mark.tone().styleClass());
    getStyleClass().add(next.tone().styleClass());
    Icons.change(icon, next.icon());
    mark = next;
    setText(word);
    setAccessibleText(word);
  }
}
