package io.peerdeck.panel.part;

import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;

/// A cell of a [DataTable]: text, or icon and word of a state. Nodes are made once and reused.
final class DataCell<T> extends TableCell<T, T> {
  private final Column<T> column;
  private final MarkLabel mark = new MarkLabel();
  private final Tooltip tooltip = new Tooltip();

  DataCell(Column<T> column) {
    this.column = column;
    if (column.right()) {
      getStyleClass().add("numeric");
    }
  }

  @Override
  protected void updateItem(T row, boolean empty) {
    super.updateItem(row, empty);
    if (empty || row == null) {
      setText(null);
      setGraphic(null);
      setTooltip(null);
      return;
    }
    String text = column.text().apply(row);
    if (column.mark().isPresent()) {
      mark.show(column.mark().get().apply(row), text);
      setGraphic(mark);
    } else {
      setText(text);
    }
    tooltip.setText(column.tooltip().map(words -> words.apply(row)).orElse(text));
    setTooltip(tooltip.getText().isBlank() ? null : tooltip);
  }
}
