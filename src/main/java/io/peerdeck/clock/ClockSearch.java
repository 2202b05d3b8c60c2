package io.peerdeck.clock;

import io.peerdeck.multiformats.Cid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Finds entries by what they carry and by their place, each by one indexed read, so that a window
/// over a million entries is as quick as one over a thousand. Safe for use by many threads.
public final class ClockSearch {
  private static final Comparator<StoredEntry> NEWEST_FIRST =
      Comparator.comparing(StoredEntry::entry).reversed();

  private final EntryTable table;
  private final Supplier<ClockState> state;
  private final OrderCounts counts;

  ClockSearch(EntryTable table, Supplier<ClockState> state) {
    this.table = table;
    this.state = state;
    this.counts = new OrderCounts(table);
  }

  /// The newest entries below a position, or from the top; newest first.
  public List<StoredEntry> below(EntryFilter filter, Optional<EntryPosition> position, int limit) {
    return search(filter, position, " < ", " DESC", NEWEST_FIRST, limit);
  }

  /// The oldest entries above a position, or from the bottom; newest first all the same.
  public List<StoredEntry> above(EntryFilter filter, Optional<EntryPosition> position, int limit) {
    return search(filter, position, " > ", " ASC", NEWEST_FIRST.reversed(), limit).reversed();
  }

  private List<StoredEntry> search(
      EntryFilter filter,
      Optional<EntryPosition> position,
      String side,
      String direction,
      Comparator<StoredEntry> order,
      int limit) {
    List<String> where = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    filter.key().ifPresent(key -> add(where, values, "key = ?", key));
    // One index serves one search; the plus keeps the others from being preferred.
    String kind =
        filter.key().isPresent() || filter.author().isPresent() ? "+kind = ?" : "kind = ?";
    filter.kind().ifPresent(text -> add(where, values, kind, text));
    position.ifPresent(
        at -> {
          add(where, values, "lc" + side.charAt(1) + "= ?", at.lc());
          where.add("(lc, cid)" + side + "(?, ?)");
          values.add(at.lc());
          values.add(at.cid().bytes());
        });
    Function<Optional<Integer>, List<StoredEntry>> find =
        branch -> {
          List<String> all = new ArrayList<>(where);
          List<Object> bound = new ArrayList<>(values);
          branch.ifPresent(
              id -> add(all, bound, filter.key().isPresent() ? "+branch = ?" : "branch = ?", id));
          bound.add(limit);
          return table.stored(
              (all.isEmpty() ? "" : " WHERE " + String.join(" AND ", all))
                  + " ORDER BY lc"
                  + direction
                  + ", cid"
                  + direction
                  + " LIMIT ?",
              bound.toArray());
        };
    if (filter.author().isEmpty()) {
      return find.apply(Optional.empty());
    }
    // An author has one branch, unless it wrote two histories.
    return state.get().branches().of(filter.author().get()).stream()
        .flatMap(branch -> find.apply(Optional.of(branch.id())).stream())
        .sorted(order)
        .limit(limit)
        .toList();
  }

  private static void add(List<String> where, List<Object> values, String term, Object value) {
    where.add(term);
    values.add(value);
  }

  /// The entries of a key up to and with a position, in order.
  public List<Entry> ofKey(String key, EntryPosition last) {
    return table.ofKeyUpTo(key, last.lc()).stream()
        .filter(entry -> entry.position().compareTo(last) <= 0)
        .toList();
  }

  /// How many entries stand before a position in the total order.
  public long countBefore(EntryPosition position) {
    return counts.before(List.of(position)).getFirst();
  }

  /// The same for many positions, in their order.
  public List<Long> countBefore(List<EntryPosition> positions) {
    return counts.before(positions);
  }

  /// The position of the entry before which `ordinal` others stand; empty beyond the last.
  public Optional<EntryPosition> at(long ordinal) {
    return counts.at(ordinal);
  }

  /// CIDs that begin with the text, or end with it when it has seven characters or more; at most
  /// `limit`, so that two mean it is ambiguous.
  public List<Cid> matching(String text, int limit) {
    return CidPart.of(text).stream()
        .flatMap(part -> table.cids(part, limit).stream())
        .filter(cid -> cid.toString().startsWith(text) || cid.toString().endsWith(text))
        .distinct()
        .limit(limit)
        .toList();
  }
}
