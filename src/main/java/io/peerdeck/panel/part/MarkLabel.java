package io.peerdeck.panel.part;

import javafx.scene.control.Label;
import javafx.scene.text.Text;

/// Icon and word of a [Mark], reusable in cells. Its tone is a state to the style sheet: another
/// style class would have everything below the cell styled anew.
public final class MarkLabel extends Label {
  private final Text icon = Icons.of(Mark.UNKNOWN.icon());
  private Mark mark = Mark.UNKNOWN;

  public MarkLabel() {
    getStyleClass().add("mark");
    pseudoClassStateChanged(mark.tone().state(), true);
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
    if (next.tone() != mark.tone()) {
      pseudoClassStateChanged(mark.tone().state(), false);
      pseudoClassStateChanged(next.tone().state(), true);
    }
    if (next.icon() != mark.icon()) {
      Icons.change(icon, next.icon());
    }
    mark = next;
    setText(word);
    setAccessibleText(word);
  }
}
