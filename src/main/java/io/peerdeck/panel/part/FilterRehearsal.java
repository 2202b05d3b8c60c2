package io.peerdeck.panel.part;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;

/// Filters a table's rows out of sight once there are many: the first letters a person types would
/// else find nothing compiled.
final class FilterRehearsal<T> {
  private static final int MANY = 10_000;
  private static final int LETTERS = 4;
  private static final System.Logger LOG = System.getLogger("io.peerdeck.panel");

  private final Function<T, String> key;
  private final RowMatch<T> match;
  private final AtomicBoolean done = new AtomicBoolean();

  FilterRehearsal(Function<T, String> key, RowMatch<T> match) {
    this.key = key;
    this.match = match;
  }

  /// Returns at once, but for the first time that there are many rows. Not for the FX thread.
  void on(List<T> rows) {
    if (rows.size() < MANY || !done.compareAndSet(false, true)) {
      return;
    }
    // The end of a key, as if it were typed: some rows fit, and ever fewer.
    String word = key.apply(rows.getFirst());
    for (int letters = 1; letters <= Math.min(word.length(), LETTERS); letters++) {
      String typed = word.substring(word.length() - letters);
      Predicate<T> fits = match.of(new TableFilter(typed, Map.of(), Optional.empty()));
      long found = SortedRows.fitting(rows, fits).size();
      LOG.log(System.Logger.Level.TRACE, "{0} of {1} rows have {2}", found, rows.size(), typed);
    }
  }
}
