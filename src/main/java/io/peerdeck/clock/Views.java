package io.peerdeck.clock;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.peerdeck.multiformats.PeerId;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/// Membership views: which entries they hold, and what these say of the members, folded one entry
/// at a time from the view before it, where the rule allows.
///
/// `before` and `after` are called under the ledger's lock; folding and looking up from anywhere.
final class Views<V> {
  /// A set as a view that is stored and what comes after all of that in order.
  private record Merged(int base, List<Entry> later) {}

  private final ViewStore store;
  private final MembershipRule<V> rule;
  private final LongFunction<Entry> entries;
  private final ToIntFunction<Entry> pasts;
  private final ToLongFunction<Entry> rows;
  private final Cache<Integer, V> folds =
      Caffeine.newBuilder().maximumSize(256).executor(Runnable::run).build();
  private final Cache<Filter, Integer> filtered =
      Caffeine.newBuilder().maximumSize(1000).executor(Runnable::run).build();
  private final Cache<Long, Entry> relevant =
      Caffeine.newBuilder().maximumSize(4000).executor(Runnable::run).build();

  /// @param entries the entry of a row, durable or not yet
  /// @param pasts the id of the view of an entry's causal past
  /// @param rows the row of an entry
  Views(
      EntryTable table,
      MembershipRule<V> rule,
      LongFunction<Entry> entries,
      ToIntFunction<Entry> pasts,
      ToLongFunction<Entry> rows) {
    this.store = new ViewStore(table);
    this.rule = rule;
    this.entries = entries;
    this.pasts = pasts;
    this.rows = rows;
  }

  MembershipRule<V> rule() {
    return rule;
  }

  /// The view of a past whose last entries are `ancestors`, without what `frozen` takes the effect
  /// of.
  int before(Collection<DagNode> ancestors, Map<PeerId, Long> frozen, Batch batch) {
    int[] ids = idsAfter(ancestors);
    if (ids.length == 0) {
      return View.EMPTY.id();
    }
    Merged merged = merge(ids);
    int union = merged.base();
    for (Entry entry : merged.later()) {
      union = store.intern(union, rows.applyAsLong(entry), batch);
    }
    return frozen.isEmpty() ? union : without(union, frozen, batch);
  }

  /// The view `before` with one more entry, which has all of it in its causal past, if that entry
  /// is relevant.
  int after(int before, Entry entry, long row, Map<PeerId, Long> frozen, Batch batch) {
    int kept = frozen.isEmpty() ? before : without(before, frozen, batch);
    if (isFrozen(entry, frozen) || !rule.relevant(entry)) {
      return kept;
    }
    return store.intern(kept, row, batch);
  }

  static int[] idsAfter(Collection<DagNode> ancestors) {
    return ancestors.stream().mapToInt(DagNode::viewAfter).distinct().sorted().toArray();
  }

  /// Whether a view is this one with one more entry.
  boolean isAfter(int id, int base, long row) {
    View view = view(id);
    return view.isLink() && view.base() == base && view.row() == row;
  }

  /// The union of views by ascending row, without what `frozen` takes the effect of.
  long[] rowsAfter(int[] ids, Map<PeerId, Long> frozen) {
    LongStream union = Arrays.stream(ids).boxed().flatMapToLong(id -> rows(id)).distinct().sorted();
    if (!frozen.isEmpty()) {
      union = union.filter(row -> !isFrozen(relevant(row), frozen));
    }
    return union.toArray();
  }

  private LongStream rows(int id) {
    LongStream.Builder rows = LongStream.builder();
    for (View at = view(id); at.id() != View.EMPTY.id(); at = view(at.base())) {
      Arrays.stream(at.rows()).forEach(rows::add);
    }
    return rows.build();
  }

  /// The members by the view of an id.
  V fold(int id) {
    Deque<View> ahead = new ArrayDeque<>();
    View at = view(id);
    V known = folds.getIfPresent(at.id());
    while (known == null && at.isLink()) {
      ahead.push(at);
      at = view(at.base());
      known = folds.getIfPresent(at.id());
    }
    // Not computed inside the cache: folding asks for the folds of earlier views.
    V folded = known == null ? foldAnew(at.id()) : known;
    folds.put(at.id(), folded);
    while (!ahead.isEmpty()) {
      View next = ahead.pop();
      folded = then(folded, relevant(next.row())).orElseGet(() -> foldAnew(next.id()));
      folds.put(next.id(), folded);
    }
    return folded;
  }

  /// The members by the union of views that lack what has no effect already.
  V fold(int[] ids) {
    Merged merged = merge(ids);
    return thenAll(fold(merged.base()), merged.later()).orElseGet(() -> foldWithout(ids, Map.of()));
  }

  /// The same, without what `frozen` takes the effect of.
  V foldWithout(int[] ids, Map<PeerId, Long> frozen) {
    return fold(rowsAfter(ids, frozen));
  }

  /// The same, as far as a place of the total order.
  V foldUpTo(int[] ids, Map<PeerId, Long> frozen, EntryPosition last) {
    if (frozen.isEmpty()) {
      Merged merged = merge(ids);
      View at = view(merged.base());
      while (at.isLink() && relevant(at.row()).position().compareTo(last) > 0) {
        at = view(at.base());
      }
      List<Entry> upTo =
          merged.later().stream().filter(entry -> entry.position().compareTo(last) <= 0).toList();
      Optional<V> folded = at.rows().length > 1 ? Optional.empty() : thenAll(fold(at.id()), upTo);
      if (folded.isPresent()) {
        return folded.get();
      }
    }
    return fold(
        Arrays.stream(rowsAfter(ids, frozen))
            .filter(row -> relevant(row).position().compareTo(last) <= 0)
            .toArray());
  }

  private Optional<V> thenAll(V before, List<Entry> later) {
    Optional<V> folded = Optional.of(before);
    for (Entry entry : later) {
      folded = folded.flatMap(view -> then(view, entry));
    }
    return folded;
  }

  private Optional<V> then(V before, Entry entry) {
    return rule.then(before, entry, other -> fold(pasts.applyAsInt(other)));
  }

  private V foldAnew(int id) {
    return fold(rows(id).toArray());
  }

  private V fold(long[] rows) {
    return rule.fold(inOrder(rows), entry -> fold(pasts.applyAsInt(entry)));
  }

  /// What a batch brought is on disk now.
  void saved(Batch batch) {
    store.saved(batch);
  }

  private View view(int id) {
    return store.view(id);
  }

  private Entry relevant(long row) {
    return relevant.get(row, entries::apply);
  }

  /// The union of views: takes the last entry in order off them until they are the same, which
  /// costs as many steps as they differ by.
  private Merged merge(int[] ids) {
    Set<Integer> left = new TreeSet<>();
    Arrays.stream(ids).filter(id -> id != View.EMPTY.id()).forEach(left::add);
    Deque<Entry> later = new ArrayDeque<>();
    while (left.size() > 1) {
      Map<View, Entry> ends = new HashMap<>();
      for (int id : left) {
        View view = view(id);
        if (view.id() != View.EMPTY.id()) {
          if (!view.isLink()) {
            return new Merged(View.EMPTY.id(), inOrder(rowsAfter(ids, Map.of())));
          }
          ends.put(view, relevant(view.row()));
        }
      }
      Entry latest = Collections.max(ends.values());
      ends.forEach(
          (view, end) -> {
            if (end.equals(latest)) {
              left.remove(view.id());
              left.add(view.base());
            }
          });
      later.push(latest);
    }
    return new Merged(
        left.isEmpty() ? View.EMPTY.id() : left.iterator().next(), List.copyOf(later));
  }

  private List<Entry> inOrder(long[] rows) {
    return Arrays.stream(rows).mapToObj(this::relevant).sorted().toList();
  }

  private int without(int id, Map<PeerId, Long> frozen, Batch batch) {
    Deque<View> ahead = new ArrayDeque<>();
    View at = view(id);
    Integer kept = filtered.getIfPresent(new Filter(at.id(), frozen));
    while (kept == null && at.isLink()) {
      ahead.push(at);
      at = view(at.base());
      kept = filtered.getIfPresent(new Filter(at.id(), frozen));
    }
    int known = View.EMPTY.id();
    if (kept != null) {
      known = kept;
    } else {
      for (Entry entry : inOrder(rowsAfter(new int[] {at.id()}, frozen))) {
        known = store.intern(known, rows.applyAsLong(entry), batch);
      }
    }
    while (!ahead.isEmpty()) {
      View next = ahead.pop();
      known =
          isFrozen(relevant(next.row()), frozen) ? known : store.intern(known, next.row(), batch);
      filtered.put(new Filter(next.id(), frozen), known);
    }
    return known;
  }

  private static boolean isFrozen(Entry entry, Map<PeerId, Long> frozen) {
    return entry.seq() >= frozen.getOrDefault(entry.author(), Long.MAX_VALUE);
  }

  private record Filter(int id, Map<PeerId, Long> frozen) {}
}
