package io.peerdeck.panel.part;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// Whether rows fit a [TableFilter]. Searched is what people write: names, states, ids, reasons;
/// not numbers and times, whose words cost more to make than all the rest.
final class RowMatch<T> {
  private final List<Function<T, String>> words = new ArrayList<>();
  private final List<Facet<T>> facets;
  private volatile Optional<TimeFacet<T>> time = Optional.empty();

  RowMatch(List<Column<T>> columns, List<Facet<T>> facets) {
    this.facets = facets;
    for (Column<T> column : columns) {
      if (column.searched()) {
        words.add(column.text());
        column.tooltip().ifPresent(words::add);
      }
    }
  }

  void by(TimeFacet<T> happened) {
    time = Optional.of(happened);
  }

  Predicate<T> of(TableFilter filter) {
    Predicate<T> all = row -> true;
    for (Facet<T> facet : facets) {
      Set<String> wanted = filter.chosen().getOrDefault(facet.id(), Set.of());
      if (!wanted.isEmpty()) {
        all = all.and(row -> facet.values().apply(row).stream().anyMatch(wanted::contains));
      }
    }
    Optional<TimeFacet<T>> by = time;
    if (by.isPresent() && filter.times().isPresent()) {
      TimeRange range = filter.times().get();
      Function<T, Instant> when = by.get().time();
      Instant now = by.get().now().instant();
      all = all.and(row -> range.contains(when.apply(row), now));
    }
    String text = filter.words();
    return text.isEmpty() ? all : all.and(row -> says(row, text));
  }

  private boolean says(T row, String text) {
    for (Function<T, String> word : words) {
      if (contains(word.apply(row), text)) {
        return true;
      }
    }
    return false;
  }

  /// Like `text.toLowerCase().contains(lower)`, without making the lower-case text.
  static boolean contains(String text, String lower) {
    char first = lower.charAt(0);
    char upper = Character.toUpperCase(first);
    int last = text.length() - lower.length();
    for (int i = 0; i <= last; i++) {
      char here = text.charAt(i);
      if ((here == first || here == upper)
          && text.regionMatches(true, i, lower, 0, lower.length())) {
        return true;
      }
    }
    return false;
  }
}
