package io.peerdeck.panel.part;

import io.peerdeck.panel.bridge.NodeBridge;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.function.Predicate;

/// The rows of one table: filtered and sorted on a virtual thread, one computation at a time, so
/// that 100,000 rows cost the FX thread no more than showing the result. What changed is merged
/// into what is there; only another filter looks at all rows, only another order sorts them.
final class RowModel<T> {
  /// What to show.
  ///
  /// @param base what was on the screen when this was made
  /// @param rows what is to be seen, in order
  /// @param inPlace the rows of `base` with their values of now; the same list as `rows` where no
  ///     row came, went or moved
  /// @param unseen how many of `rows` are not in `base`
  /// @param facetValues the same object while they stay the same
  record View<T>(
      List<T> base,
      List<T> rows,
      List<T> inPlace,
      int unseen,
      int total,
      Map<String, SortedSet<String>> facetValues,
      RowQuery<T> query) {
    boolean sameOrder() {
      return rows == inPlace;
    }
  }

  /// Shows a view and says what is on the screen then.
  interface Shown<T> {
    /// Returns whether the view fitted what was on the screen.
    boolean show(View<T> view);
  }

  /// What came since the last computation.
  ///
  /// @param recheck whether time alone may have moved rows out of the filter
  private record News<T>(
      Optional<Collection<T>> all, Map<String, Optional<T>> changed, boolean recheck) {}

  private final NodeBridge bridge;
  private final Function<T, String> key;
  private final RowMatch<T> match;
  private final FilterRehearsal<T> rehearsal;
  private final Shown<T> show;

  // Guarded by this.
  private RowQuery<T> query;
  private Optional<Collection<T>> all = Optional.empty();
  private Map<String, Optional<T>> changed = new HashMap<>();
  private List<T> onScreen = List.of();
  private long answered;
  private boolean recheck;
  private boolean computing;
  private boolean stale;

  // Of the one computation under way, which holds the lock of `rows` and nobody else's.
  private final Map<String, T> rows = new HashMap<>();
  private final FacetCounts<T> facets;
  // In the table's own order, which every other one ends with, and in the one asked for.
  private SortedRows<T> standard;
  private SortedRows<T> ordered;
  private SortedRows<T> visible;
  private TableFilter filter = TableFilter.NONE;
  private Predicate<T> fits = row -> true;

  RowModel(
      NodeBridge bridge,
      Function<T, String> key,
      RowMatch<T> match,
      List<Facet<T>> facets,
      Comparator<T> order,
      Shown<T> show) {
    this.bridge = bridge;
    this.key = key;
    this.match = match;
    this.rehearsal = new FilterRehearsal<>(key, match);
    this.facets = new FacetCounts<>(facets);
    this.show = show;
    this.query = new RowQuery<>(TableFilter.NONE, order, 0);
    this.standard = new SortedRows<>(List.of(), order);
    this.ordered = standard;
    this.visible = standard;
  }

  /// These rows and no others.
  synchronized void replace(Collection<T> every) {
    all = Optional.of(every);
    changed.clear();
    compute();
  }

  /// These rows new or changed, those of these keys gone.
  synchronized void merge(Collection<T> some, Collection<String> gone) {
    some.forEach(row -> changed.put(key.apply(row), Optional.of(row)));
    gone.forEach(id -> changed.put(id, Optional.empty()));
    compute();
  }

  synchronized void ask(TableFilter filter, Comparator<T> order) {
    query = new RowQuery<>(filter, order, query.asked() + 1);
    compute();
  }

  /// Filters anew where the filter speaks of the time that has passed.
  synchronized void timePassed() {
    if (query.filter().times().isPresent()) {
      recheck = true;
      compute();
    }
  }

  /// What is on the screen from now on.
  synchronized void shows(List<T> list) {
    onScreen = list;
  }

  private void compute() {
    if (computing) {
      stale = true;
      return;
    }
    computing = true;
    stale = false;
    News<T> news = new News<>(all, changed, recheck);
    all = Optional.empty();
    changed = new HashMap<>();
    recheck = false;
    RowQuery<T> asked = query;
    boolean person = asked.asked() != answered;
    List<T> base = onScreen;
    bridge.work(
        () -> {
          View<T> view = view(news, asked, base, person);
          bridge.post(this, () -> shown(view));
          rehearsal.on(view.rows());
        });
  }

  private void shown(View<T> view) {
    boolean fitted = show.show(view);
    synchronized (this) {
      computing = false;
      answered = fitted ? view.query().asked() : answered;
      if (stale || !fitted) {
        compute();
      }
    }
  }

  private View<T> view(News<T> news, RowQuery<T> asked, List<T> base, boolean person) {
    synchronized (rows) {
      return looked(news, asked, base, person);
    }
  }

  private View<T> looked(News<T> news, RowQuery<T> asked, List<T> base, boolean person) {
    boolean kept = base == visible.rows();
    news.all().ifPresent(this::load);
    List<T> was = new ArrayList<>();
    List<T> is = new ArrayList<>();
    news.changed().forEach((id, row) -> change(id, row, was, is));
    boolean sorted = asked.order() == ordered.order() && news.all().isEmpty();
    if (sorted) {
      kept &= mergeAll(was, is) || !filter.empty();
    } else {
      standard =
          news.all().isPresent()
              ? SortedRows.of(rows.values(), standard.order())
              : standard.with(was, is, key).sorted();
      ordered = standard.in(asked.order());
    }
    if (sorted && !news.recheck() && asked.filter().narrows(filter)) {
      kept &= merge(was, is) && asked.filter().equals(filter);
      if (!asked.filter().equals(filter)) {
        look(asked.filter(), visible);
      }
    } else {
      look(asked.filter(), ordered);
      kept = false;
    }
    List<T> next = visible.rows();
    if (kept || sameKeys(base, next)) {
      return new View<>(base, next, next, 0, rows.size(), facets.values(), asked);
    }
    List<T> inPlace = person || base.isEmpty() ? base : ofNow(base);
    int unseen = person ? 0 : unseen(base, next);
    return new View<>(base, next, inPlace, unseen, rows.size(), facets.values(), asked);
  }

  /// Puts changed rows into all there are; returns whether every row stayed in its place.
  private boolean mergeAll(List<T> was, List<T> is) {
    SortedRows.Merged<T> merged = ordered.with(was, is, key);
    standard =
        ordered.order() == standard.order()
            ? merged.sorted()
            : standard.with(was, is, key).sorted();
    ordered = merged.sorted();
    return merged.samePlaces();
  }

  /// Puts changed rows into what is visible; returns whether every row stayed in its place.
  private boolean merge(List<T> was, List<T> is) {
    if (filter.empty()) {
      visible = ordered;
      return true;
    }
    SortedRows.Merged<T> merged = visible.with(was, is.stream().filter(fits).toList(), key);
    visible = merged.sorted();
    return merged.samePlaces();
  }

  /// Shows of these rows what another filter lets through.
  private void look(TableFilter wanted, SortedRows<T> among) {
    filter = wanted;
    fits = match.of(filter);
    visible = filter.empty() ? among : among.filtered(fits);
  }

  private void load(Collection<T> every) {
    rows.clear();
    facets.clear();
    for (T row : every) {
      T before = rows.put(key.apply(row), row);
      if (before != null) {
        facets.remove(before);
      }
      facets.add(row);
    }
  }

  private void change(String id, Optional<T> row, List<T> was, List<T> is) {
    // Taken out first, so that the map keeps the key of the row it holds.
    T before = rows.remove(id);
    if (before != null && row.filter(before::equals).isPresent()) {
      rows.put(key.apply(before), before);
      return;
    }
    if (before != null) {
      was.add(before);
      facets.remove(before);
    }
    row.ifPresent(
        after -> {
          rows.put(key.apply(after), after);
          is.add(after);
          facets.add(after);
        });
  }

  private boolean sameKeys(List<T> some, List<T> others) {
    if (some.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < some.size(); i++) {
      T one = some.get(i);
      T other = others.get(i);
      if (one != other && !key.apply(one).equals(key.apply(other))) {
        return false;
      }
    }
    return true;
  }

  private List<T> ofNow(List<T> base) {
    List<T> now = new ArrayList<>(base.size());
    for (T row : base) {
      now.add(rows.getOrDefault(key.apply(row), row));
    }
    return now;
  }

  private int unseen(List<T> base, List<T> next) {
    Set<String> known = HashSet.newHashSet(base.size());
    base.forEach(row -> known.add(key.apply(row)));
    return (int) next.stream().filter(row -> !known.contains(key.apply(row))).count();
  }
}
