package io.peerdeck.panel.part;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// Rows in an order, as an unmodified list: a few changed ones among 100,000 cost a few binary
/// searches and one copy of the references, not a sort.
///
/// @param order total, so that a row is found again
record SortedRows<T>(List<T> rows, Comparator<T> order) {
  /// The result of a change.
  ///
  /// @param samePlaces whether every row is where it was, with the same key
  record Merged<T>(SortedRows<T> sorted, boolean samePlaces) {}

  static <T> SortedRows<T> of(Collection<T> rows, Comparator<T> order) {
    List<T> sorted = new ArrayList<>(rows);
    sorted.sort(order);
    return new SortedRows<>(sorted, order);
  }

  /// The same rows in another order.
  SortedRows<T> in(Comparator<T> another) {
    return new SortedRows<>(RowOrder.sorted(this, another), another);
  }

  SortedRows<T> filtered(Predicate<T> kept) {
    return new SortedRows<>(fitting(rows, kept), order);
  }

  /// Those that fit, in order.
  static <T> List<T> fitting(List<T> rows, Predicate<T> kept) {
    return rows.stream().filter(kept).toList();
  }

  /// Without `was`, with `is`. What `was` names that is not here is ignored.
  Merged<T> with(Collection<T> was, Collection<T> is, Function<T, String> key) {
    if (was.isEmpty() && is.isEmpty()) {
      return new Merged<>(this, true);
    }
    int[] out = was.stream().mapToInt(this::find).filter(at -> at >= 0).sorted().toArray();
    List<T> in = new ArrayList<>(is);
    in.sort(order);
    List<T> next = new ArrayList<>(rows.size() - out.length + in.size());
    int[] placed = new int[in.size()];
    int from = 0;
    int nextOut = 0;
    for (int i = 0; i <= in.size(); i++) {
      int to = i < in.size() ? insertion(in.get(i)) : rows.size();
      while (nextOut < out.length && out[nextOut] < to) {
        next.addAll(rows.subList(from, out[nextOut]));
        from = out[nextOut++] + 1;
      }
      if (to > from) {
        next.addAll(rows.subList(from, to));
        from = to;
      }
      if (i < in.size()) {
        placed[i] = next.size();
        next.add(in.get(i));
      }
    }
    return new Merged<>(new SortedRows<>(next, order), samePlaces(next, out, placed, key));
  }

  private boolean samePlaces(List<T> next, int[] out, int[] placed, Function<T, String> key) {
    return Arrays.equals(out, placed)
        && Arrays.stream(out)
            .allMatch(at -> key.apply(rows.get(at)).equals(key.apply(next.get(at))));
  }

  private int find(T row) {
    int at = insertion(row);
    for (int i = at; i < rows.size() && order.compare(rows.get(i), row) == 0; i++) {
      if (rows.get(i) == row) {
        return i;
      }
    }
    return -1;
  }

  /// The first place whose row is not before this one.
  private int insertion(T row) {
    int low = 0;
    int high = rows.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (order.compare(rows.get(middle), row) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
