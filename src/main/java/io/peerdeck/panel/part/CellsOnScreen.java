package io.peerdeck.panel.part;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import javafx.scene.Node;
import javafx.scene.control.TableRow;

/// The rows a table made for the screen, as long as it uses them: a few dozen, however long the
/// list is.
final class CellsOnScreen<T> {
  private final Set<TableRow<T>> rows = Collections.newSetFromMap(new WeakHashMap<>());

  void add(TableRow<T> row) {
    rows.add(row);
  }

  /// Shows what the list has now where that is another object than what is shown.
  void revalue(List<T> values) {
    for (TableRow<T> row : rows) {
      int at = row.getIndex();
      if (at >= 0 && at < values.size()) {
        revalue(row, values.get(at), at);
      }
    }
  }

  /// Says what depends on the time anew.
  void retell() {
    for (TableRow<T> row : rows) {
      for (Node child : row.getChildrenUnmodifiable()) {
        if (child instanceof DataCell<?> cell) {
          cell.retell();
        }
      }
    }
  }

  /// Puts the cells of all rows in place anew, where columns have other widths.
  void place() {
    rows.forEach(TableRow::requestLayout);
  }

  /// Only the cells: the row's own item would make its skin put all cells in place anew.
  private static <T> void revalue(TableRow<T> row, T value, int at) {
    for (Node child : row.getChildrenUnmodifiable()) {
      if (child instanceof DataCell<?> cell && cell.getItem() != value) {
        cell.updateIndex(at);
      }
    }
  }
}
