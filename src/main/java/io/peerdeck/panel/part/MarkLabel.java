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
    String tone = next.tone().styleClass();
    int known = getStyleClass().indexOf(mark.tone().styleClass());
    if (known < 0) {
      getStyleClass().add(tone);
    } else if (next.tone() != mark.tone()) {
      getStyleClass().set(known, tone);
    }
    if (next.icon() != mark.icon()) {
      Icons.change(icon, next.icon());
    }
    mark = next;
    setText(word);
    setAccessibleText(word);
  }
}
