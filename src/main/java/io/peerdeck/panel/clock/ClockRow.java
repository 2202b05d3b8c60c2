package io.peerdeck.panel.clock;

import io.peerdeck.node.EntryView;
import io.peerdeck.node.PeerRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the graph needs of an entry. Bodies and signatures stay on disk until one is looked at, so
/// that thousands of rows cost little.
///
/// @param marks kinds of what is unusual about it, as [EntryView.Mark] names them
record ClockRow(
    String cid,
    PeerRef author,
    long lc,
    Instant time,
    String kind,
    String key,
    Optional<String> prev,
    List<String> parents,
    boolean effective,
    List<String> marks) {
  static ClockRow of(EntryView entry) {
    return new ClockRow(
        entry.cid(),
        entry.author(),
        entry.lc(),
        entry.time(),
        entry.kind(),
        entry.key(),
        entry.prev(),
        entry.parents(),
        entry.effective(),
        entry.marks().stream().map(EntryView.Mark::kind).toList());
  }
}
