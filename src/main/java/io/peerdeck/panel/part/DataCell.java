package io.peerdeck.panel.part;

import javafx.scene.control.TableCell;

/// A cell of a [DataTable]: text, or icon and word of a state. Nodes are made once and reused.
final class DataCell<T> extends TableCell<T, T> {
  private final Column<T> column;
  private final MarkLabel mark = new MarkLabel();

  DataCell(Column<T> column) {
    this.column = column;
    if (column.right()) {
      getStyleClass().add("numeric");
    }
    // Its row places it whatever it says. Managed, each new value would have the table lay out all
    // its rows anew: that was two thirds of what a storm of changes cost.
    setManaged(false);
    Tip.on(this, this::explanation);
  }

  private String explanation() {
    T row = getItem();
    return row == null ? "" : column.tooltip().orElse(column.text()).apply(row);
  }

  @Override
  protected void updateItem(T row, boolean empty) {
    super.updateItem(row, empty);
    if (row == null && getIndex() < 0) {
      return; // put aside, mostly to be used again in the same pulse
    }
    // What a cell without a row said is kept unseen: taking it out of the scene and putting it back
    // styles it anew, which was most of what another filter cost. It stays visible to the toolkit,
    // which never asks an invisible cell for its row again.
    setOpacity(row == null ? 0 : 1);
    setMouseTransparent(row == null);
    if (row != null) {
      say(row);
    }
  }

  /// Says anew what depends on more than the row, such as the time.
  void retell() {
    T row = getItem();
    if (row != null) {
      say(row);
    }
  }

  private void say(T row) {
    String text = column.text().apply(row);
    if (column.mark().isPresent()) {
      mark.show(column.mark().get().apply(row), text);
      setGraphic(mark);
    } else {
      setText(text);
    }
  }
}
