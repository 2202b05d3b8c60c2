package io.peerdeck.clock;

import io.peerdeck.multiformats.Cid;
import java.util.Optional;

/// Entries looked up one by one: in memory first, then on disk.
record HeldEntries(EntryTable table, EntryCache cache) {
  Optional<Entry> entry(Cid cid) {
    return cache.get(cid).or(() -> table.entry(cid));
  }

  boolean has(Cid cid) {
    return cache.node(cid).isPresent() || table.rowOf(cid).isPresent();
  }

  Optional<DagNode> find(Cid cid) {
    return cache.node(cid).or(() -> table.node(cid));
  }

  /// @throws ClockException when it is not held
  DagNode node(Cid cid) {
    return find(cid).orElseThrow(() -> new ClockException("entry " + cid + " is not held"));
  }

  /// Whether `earlier` is in the causal past of `later`.
  boolean isBefore(Entry earlier, Entry later) {
    DagNode before = node(earlier.cid());
    return !earlier.equals(later)
        && node(later.cid()).versions().covers(before.branch(), before.seq());
  }
}
