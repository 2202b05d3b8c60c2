package io.peerdeck.fleet;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// A removal that holds: the peer's entries above `lastSeq` have no effect, unless they were
/// written knowing of the removal, by a peer that had been added again.
///
/// @param entry the `member.removed` entry
/// @param by who removed the peer
public record Removal(Cid entry, PeerId peer, long lastSeq, PeerId by) {
  /// The first of the removals that takes the entry's effect away. None takes the genesis's,
  /// whatever its `lastSeq`: without it there would be no fleet left to have removed anybody.
  ///
  /// @param known whether a removal is in the entry's causal past; asked only where it matters
  static Optional<Removal> cutting(Entry entry, List<Removal> removals, Predicate<Removal> known) {
    if (entry.fleet().isEmpty()) {
      return Optional.empty();
    }
    for (Removal removal : removals) {
      if (removal.peer().equals(entry.author())
          && entry.seq() > removal.lastSeq()
          && !known.test(removal)) {
        return Optional.of(removal);
      }
    }
    return Optional.empty();
  }
}
