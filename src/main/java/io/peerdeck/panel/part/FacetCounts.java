package io.peerdeck.panel.part;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// How many rows have each value of each facet, so that a change costs the row that changed and not
/// a look at all.
final class FacetCounts<T> {
  private final List<Facet<T>> facets;
  private final Map<String, Map<String, Integer>> counts = new HashMap<>();
  private Map<String, SortedSet<String>> values = Map.of();
  private boolean changed = true;

  FacetCounts(List<Facet<T>> facets) {
    this.facets = facets;
  }

  void clear() {
    counts.clear();
    changed = true;
  }

  void add(T row) {
    count(row, 1);
  }

  void remove(T row) {
    count(row, -1);
  }

  private void count(T row, int by) {
    for (Facet<T> facet : facets) {
      Map<String, Integer> known = counts.computeIfAbsent(facet.id(), id -> new HashMap<>());
      Collection<String> had = facet.values().apply(row);
      for (String value : had) {
        int left = known.getOrDefault(value, 0) + by;
        if (left == 0) {
          known.remove(value);
          changed = true;
        } else {
          changed |= known.put(value, left) == null;
        }
      }
    }
  }

  /// By facet the values there are; the same object while they stay the same.
  Map<String, SortedSet<String>> values() {
    if (changed) {
      Map<String, SortedSet<String>> sorted = new LinkedHashMap<>();
      for (Facet<T> facet : facets) {
        SortedSet<String> inOrder = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        inOrder.addAll(counts.getOrDefault(facet.id(), Map.of()).keySet());
        sorted.put(facet.id(), inOrder);
      }
      values = sorted;
      changed = false;
    }
    return values;
  }
}
