package io.peerdeck.panel.part;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/// An order by a key of the rows. Sorting many of them makes each row's key once, not in every
/// comparison.
record KeyOrder<T, K>(Function<T, K> key, Comparator<? super K> by) implements Comparator<T> {
  private record Keyed<T, K>(K key, T row) {}

  @Override
  public int compare(T one, T other) {
    return by.compare(key.apply(one), key.apply(other));
  }

  /// All rows in this order or, `descending`, in the other; those with the same key as they were.
  List<T> sorted(List<T> rows, boolean descending) {
    Comparator<? super K> way = descending ? by.reversed() : by;
    List<Keyed<T, K>> keyed = new ArrayList<>(rows.size());
    rows.forEach(row -> keyed.add(new Keyed<>(key.apply(row), row)));
    keyed.sort((one, other) -> way.compare(one.key, other.key));
    List<T> sorted = new ArrayList<>(rows.size());
    keyed.forEach(one -> sorted.add(one.row));
    return sorted;
  }
}
