package io.peerdeck.panel.part;

import io.peerdeck.panel.bridge.NodeBridge;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;

/// The rows of one table: filtered and sorted on a virtual thread, one computation at a time, so
/// that 100,000 rows cost the FX thread no more than showing the result.
final class RowModel<T> {
  /// What is asked of the rows.
  ///
  /// @param chosen by facet id the values a row must have one of
  /// @param asked counts what the person asked for, to tell it from news
  record Query<T>(String text, Map<String, Set<String>> chosen, Comparator<T> order, long asked) {}

  /// What to show.
  record View<T>(
      List<T> rows, int total, Map<String, SortedSet<String>> facetValues, Query<T> query) {}

  private final NodeBridge bridge;
  private final Function<T, String> key;
  private final BiPredicate<T, String> matches;
  private final List<Facet<T>> facets;
  private final Consumer<View<T>> show;
  private final Map<String, T> rows = new LinkedHashMap<>();
  private Query<T> query;
  private boolean computing;
  private boolean stale;

  RowModel(
      NodeBridge bridge,
      Function<T, String> key,
      BiPredicate<T, String> matches,
      List<Facet<T>> facets,
      Comparator<T> order,
      Consumer<View<T>> show) {
    this.bridge = bridge;
    this.key = key;
    this.matches = matches;
    this.facets = facets;
    this.show = show;
    this.query = new Query<>("", Map.of(), order, 0);
  }

  /// These rows and no others.
  synchronized void replace(Collection<T> all) {
    rows.clear();
    merge(all);
  }

  /// These rows new or changed.
  synchronized void merge(Collection<T> changed) {
    for (T row : changed) {
      rows.put(key.apply(row), row);
    }
    compute();
  }

  synchronized void ask(String text, Map<String, Set<String>> chosen, Comparator<T> order) {
    query = new Query<>(text.toLowerCase(Locale.ROOT).strip(), chosen, order, query.asked() + 1);
    compute();
  }

  private void compute() {
    if (computing) {
      stale = true;
      return;
    }
    computing = true;
    stale = false;
    List<T> all = new ArrayList<>(rows.values());
    Query<T> asked = query;
    bridge.work(
        () -> {
          View<T> view = view(all, asked);
          bridge.post(this, () -> shown(view));
        });
  }

  private void shown(View<T> view) {
    show.accept(view);
    synchronized (this) {
      computing = false;
      if (stale) {
        compute();
      }
    }
  }

  private View<T> view(List<T> all, Query<T> asked) {
    Map<String, Set<String>> values = new LinkedHashMap<>();
    facets.forEach(facet -> values.put(facet.id(), new HashSet<>()));
    List<T> kept = new ArrayList<>();
    for (T row : all) {
      for (Facet<T> facet : facets) {
        Set<String> known = values.get(facet.id());
        if (known != null) {
          known.addAll(facet.values().apply(row));
        }
      }
      if (matches(row, asked)) {
        kept.add(row);
      }
    }
    kept.sort(asked.order());
    Map<String, SortedSet<String>> sorted = new LinkedHashMap<>();
    values.forEach(
        (facet, known) -> {
          SortedSet<String> inOrder = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
          inOrder.addAll(known);
          sorted.put(facet, inOrder);
        });
    return new View<>(kept, all.size(), sorted, asked);
  }

  private boolean matches(T row, Query<T> asked) {
    for (Facet<T> facet : facets) {
      Set<String> wanted = asked.chosen().getOrDefault(facet.id(), Set.of());
      if (!wanted.isEmpty() && facet.values().apply(row).stream().noneMatch(wanted::contains)) {
        return false;
      }
    }
    return asked.text().isEmpty() || matches.test(row, asked.text());
  }
}
