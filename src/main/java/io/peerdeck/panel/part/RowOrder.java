package io.peerdeck.panel.part;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// An order by one column, then by what comes after it.
record RowOrder<T>(Comparator<T> first, boolean descending, Comparator<T> rest)
    implements Comparator<T> {
  @Override
  public int compare(T one, T other) {
    int by = descending ? first.compare(other, one) : first.compare(one, other);
    return by != 0 ? by : rest.compare(one, other);
  }

  /// Rows that are in one order already, in this one, which ends with it or is another.
  static <T> List<T> sorted(SortedRows<T> rows, Comparator<T> order) {
    if (order == rows.order()) {
      return rows.rows();
    }
    if (order instanceof RowOrder<T> by) {
      // From the last column to the first: each sorting keeps what the one before made of equals.
      return by.sorted(sorted(rows, by.rest));
    }
    List<T> sorted = new ArrayList<>(rows.rows());
    sorted.sort(order);
    return sorted;
  }

  private List<T> sorted(List<T> byRest) {
    if (first instanceof KeyOrder<T, ?> keys) {
      return keys.sorted(byRest, descending);
    }
    List<T> sorted = new ArrayList<>(byRest);
    sorted.sort(descending ? first.reversed() : first);
    return sorted;
  }
}
