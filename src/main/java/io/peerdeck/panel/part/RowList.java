package io.peerdeck.panel.part;

import java.util.List;
import javafx.collections.ObservableListBase;

/// The rows a table shows. New values of the same rows in the same order take the place of the old
/// ones without an event, because an event makes the table build all its cells anew.
final class RowList<T> extends ObservableListBase<T> {
  private List<T> rows = List.of();

  @Override
  public T get(int index) {
    return rows.get(index);
  }

  @Override
  public int size() {
    return rows.size();
  }

  /// What is shown, as it was given.
  List<T> rows() {
    return rows;
  }

  /// The same rows in the same order with other values; the cells on the screen are told apart.
  void revalue(List<T> same) {
    rows = same;
  }

  /// Other rows, or another order.
  void replace(List<T> next) {
    beginChange();
    List<T> old = rows;
    rows = next;
    nextReplace(0, next.size(), old);
    endChange();
  }
}
