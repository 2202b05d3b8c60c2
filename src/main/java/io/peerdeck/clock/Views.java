package io.peerdeck.clock;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.peerdeck.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.function.ToIntFunction;
import java.util.stream.LongStream;

/// Membership views, each stored and folded once however many entries share it.
///
/// `intern` and `after` are called under the ledger's lock; folding and looking up from anywhere.
final class Views<V> {
  private final EntryTable table;
  private final MembershipRule<V> rule;
  private final LongFunction<Entry> entries;
  private final ToIntFunction<Entry> pasts;
  private final Cache<Integer, View> views =
      Caffeine.newBuilder().maximumSize(2000).executor(Runnable::run).build();
  private final Cache<Integer, V> folds =
      Caffeine.newBuilder().maximumSize(256).executor(Runnable::run).build();
  private final Cache<Filter, Integer> filtered =
      Caffeine.newBuilder().maximumSize(1000).executor(Runnable::run).build();
  private final Cache<Long, Entry> relevant =
      Caffeine.newBuilder().maximumSize(4000).executor(Runnable::run).build();
  private final Map<Integer, View> unsaved = new ConcurrentHashMap<>();
  private final Map<ByteBuffer, Integer> unsavedByDigest = new ConcurrentHashMap<>();
  private int lastId;

  /// @param entries the entry of a row, durable or not yet
  /// @param pasts the id of the view of an entry's causal past
  Views(
      EntryTable table,
      MembershipRule<V> rule,
      LongFunction<Entry> entries,
      ToIntFunction<Entry> pasts) {
    this.table = table;
    this.rule = rule;
    this.entries = entries;
    this.pasts = pasts;
    this.lastId = table.first("SELECT max(id) FROM clock_view", r -> r.getInt(1)).orElse(0);
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
    if (ids.length == 1) {
      return frozen.isEmpty() ? ids[0] : without(ids[0], frozen, batch);
    }
    return intern(rowsAfter(ids, frozen), batch);
  }

  /// The view `before` with one more entry, if that entry is relevant.
  int after(int before, Entry entry, long row, Map<PeerId, Long> frozen, Batch batch) {
    int kept = frozen.isEmpty() ? before : without(before, frozen, batch);
    boolean hasEffect = entry.seq() < frozen.getOrDefault(entry.author(), Long.MAX_VALUE);
    if (!hasEffect || !rule.relevant(entry)) {
      return kept;
    }
    long[] rows = view(kept).rows();
    long[] more = Arrays.copyOf(rows, rows.length + 1);
    more[rows.length] = row;
    return intern(more, batch);
  }

  static int[] idsAfter(Collection<DagNode> ancestors) {
    return ancestors.stream().mapToInt(DagNode::viewAfter).distinct().sorted().toArray();
  }

  /// The union of views, without what `frozen` takes the effect of.
  long[] rowsAfter(int[] ids, Map<PeerId, Long> frozen) {
    LongStream union =
        Arrays.stream(ids)
            .mapToObj(id -> view(id).rows())
            .flatMapToLong(Arrays::stream)
            .distinct()
            .sorted();
    if (!frozen.isEmpty()) {
      union = union.filter(row -> !isFrozen(relevant(row), frozen));
    }
    return union.toArray();
  }

  /// The members by the view of an id.
  V fold(int id) {
    V known = folds.getIfPresent(id);
    if (known != null) {
      return known;
    }
    // Not computed inside the cache: folding asks for the folds of earlier views.
    V folded = fold(view(id).rows());
    folds.put(id, folded);
    return folded;
  }

  /// The members by the union of views, as far as a place of the total order.
  V foldUpTo(int[] ids, Map<PeerId, Long> frozen, EntryPosition last) {
    return fold(
        Arrays.stream(rowsAfter(ids, frozen))
            .filter(row -> relevant(row).position().compareTo(last) <= 0)
            .toArray());
  }

  V fold(long[] rows) {
    List<Entry> inOrder = Arrays.stream(rows).mapToObj(this::relevant).sorted().toList();
    return rule.fold(inOrder, entry -> fold(pasts.applyAsInt(entry)));
  }

  private Entry relevant(long row) {
    return relevant.get(row, entries::apply);
  }

  View view(int id) {
    if (id == View.EMPTY.id()) {
      return View.EMPTY;
    }
    View fresh = unsaved.get(id);
    return fresh != null ? fresh : views.get(id, this::stored);
  }

  /// What a batch brought is on disk now.
  void saved(Batch batch) {
    for (View view : batch.views) {
      views.put(view.id(), view);
      unsaved.remove(view.id());
      unsavedByDigest.remove(ByteBuffer.wrap(view.digest()));
    }
  }

  private int without(int id, Map<PeerId, Long> frozen, Batch batch) {
    Filter filter = new Filter(id, frozen);
    Integer known = filtered.getIfPresent(filter);
    if (known != null) {
      return known;
    }
    int result = intern(rowsAfter(new int[] {id}, frozen), batch);
    filtered.put(filter, result);
    return result;
  }

  private int intern(long[] rows, Batch batch) {
    if (rows.length == 0) {
      return View.EMPTY.id();
    }
    View candidate = new View(lastId + 1, rows);
    byte[] digest = candidate.digest();
    ByteBuffer key = ByteBuffer.wrap(digest);
    Integer fresh = unsavedByDigest.get(key);
    if (fresh != null) {
      return fresh;
    }
    Optional<Integer> stored =
        table.first(
            "SELECT id FROM clock_view WHERE digest = ?", r -> r.getInt(1), (Object) digest);
    if (stored.isPresent()) {
      return stored.get();
    }
    lastId = candidate.id();
    unsaved.put(candidate.id(), candidate);
    unsavedByDigest.put(key, candidate.id());
    batch.views.add(candidate);
    return candidate.id();
  }

  private View stored(int id) {
    byte[] bytes =
        table
            .first("SELECT entries FROM clock_view WHERE id = ?", r -> r.getBytes(1), id)
            .orElseThrow(
                () ->
                    new ClockException("membership view " + id + " is not in the clock's tables"));
    return View.decode(id, bytes);
  }

  private static boolean isFrozen(Entry entry, Map<PeerId, Long> frozen) {
    return entry.seq() >= frozen.getOrDefault(entry.author(), Long.MAX_VALUE);
  }

  private record Filter(int id, Map<PeerId, Long> frozen) {}
}
