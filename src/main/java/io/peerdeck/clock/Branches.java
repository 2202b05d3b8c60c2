package io.peerdeck.clock;

import io.peerdeck.multiformats.PeerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// All branches and forks known, by author. Mutable, under the ledger's lock; [#copy] is what
/// readers get.
final class Branches {
  private final Map<Integer, Branch> byId = new HashMap<>();
  private final Map<PeerId, List<Integer>> byAuthor = new HashMap<>();
  private final Map<PeerId, List<Fork>> forks = new HashMap<>();

  Branches copy() {
    Branches copy = new Branches();
    copy.byId.putAll(byId);
    byAuthor.forEach((author, ids) -> copy.byAuthor.put(author, List.copyOf(ids)));
    forks.forEach((author, list) -> copy.forks.put(author, List.copyOf(list)));
    return copy;
  }

  Collection<Branch> all() {
    return byId.values();
  }

  Branch get(int id) {
    Branch branch = byId.get(id);
    if (branch == null) {
      throw new ClockException("branch " + id + " is not in the clock's tables");
    }
    return branch;
  }

  List<Branch> of(PeerId author) {
    return byAuthor.getOrDefault(author, List.of()).stream().map(this::get).toList();
  }

  /// An author's only branch, or null when it has none or several.
  @Nullable Branch only(PeerId author) {
    List<Integer> ids = byAuthor.get(author);
    return ids != null && ids.size() == 1 ? byId.get(ids.get(0)) : null;
  }

  int nextId() {
    return byId.size();
  }

  void put(Branch branch) {
    if (byId.put(branch.id(), branch) == null) {
      byAuthor.computeIfAbsent(branch.author(), a -> new ArrayList<>()).add(branch.id());
    }
  }

  void put(Fork fork) {
    forks.computeIfAbsent(get(fork.a()).author(), a -> new ArrayList<>()).add(fork);
  }

  List<Fork> allForks() {
    return forks.values().stream().flatMap(List::stream).toList();
  }

  /// The authors that `past` proves to have written two histories, each with the number its entries
  /// lose their effect from.
  Map<PeerId, Long> frozenIn(VersionVector past) {
    return frozen(fork -> fork.provenBy(past));
  }

  /// The same, with forks of one author that are about to be put.
  Map<PeerId, Long> frozenIn(VersionVector past, List<Fork> coming, PeerId author) {
    Map<PeerId, Long> known = frozenIn(past);
    OptionalLong from =
        coming.stream().filter(fork -> fork.provenBy(past)).mapToLong(Fork::seq).min();
    if (from.isEmpty()) {
      return known;
    }
    Map<PeerId, Long> all = new HashMap<>(known);
    all.merge(author, from.getAsLong(), Math::min);
    return all;
  }

  /// What is proven by everything held.
  Map<PeerId, Long> frozen() {
    return frozen(this::isProven);
  }

  /// Whether both sides of a fork are held as far as they contradict each other.
  boolean isProven(Fork fork) {
    return get(fork.a()).tip().seq() >= fork.seq() && get(fork.b()).tip().seq() >= fork.seq();
  }

  private Map<PeerId, Long> frozen(Predicate<Fork> proven) {
    if (forks.isEmpty()) {
      return Map.of();
    }
    Map<PeerId, Long> from = new HashMap<>();
    forks.forEach(
        (author, list) ->
            list.stream()
                .filter(proven)
                .mapToLong(Fork::seq)
                .min()
                .ifPresent(seq -> from.put(author, seq)));
    return from;
  }
}
