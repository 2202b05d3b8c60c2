package io.peerdeck.node;

import io.peerdeck.clock.Entry;
import io.peerdeck.clock.Equivocation;
import io.peerdeck.clock.MerkleClock;
import io.peerdeck.clock.StoredEntry;
import io.peerdeck.fleet.Roster;
import io.peerdeck.multiformats.Cid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What is unusual about entries, as the clock stands when this is made.
final class EntryMarks {
  /// An entry is late when at least so many that stand behind it in order arrived before it; a few
  /// are no news between peers that write at the same time.
  static final int LATE = 16;

  private final MerkleClock<Roster> clock;
  private final PeerNames names;
  private final Map<Cid, Cid> contradictions = new HashMap<>();

  EntryMarks(MerkleClock<Roster> clock, PeerNames names) {
    this.clock = clock;
    this.names = names;
    for (Equivocation proof : clock.equivocations()) {
      contradictions.put(proof.first(), proof.second());
      contradictions.put(proof.second(), proof.first());
    }
  }

  /// @param ordinal how many entries stand before it in order
  /// @param without why it has no effect
  List<EntryView.Mark> of(StoredEntry stored, long ordinal, Optional<String> without) {
    List<EntryView.Mark> marks = new ArrayList<>();
    Entry entry = stored.entry();
    Cid other = contradictions.get(entry.cid());
    if (other != null) {
      marks.add(
          new EntryView.Mark(
              "equivocation",
              names.name(entry.author())
                  + " wrote another entry number "
                  + entry.seq()
                  + ": "
                  + other
                  + "."));
    }
    OptionalLong frozen = clock.frozenFrom(entry.author());
    if (frozen.isPresent() && entry.seq() > frozen.getAsLong()) {
      marks.add(
          new EntryView.Mark(
              "fork",
              names.name(entry.author())
                  + " wrote two histories from entry "
                  + frozen.getAsLong()
                  + " on; this is on one of them."));
    }
    long overtaken = stored.row() - 1 - ordinal;
    if (overtaken >= LATE) {
      marks.add(
          new EntryView.Mark(
              "late",
              "It arrived after at least "
                  + overtaken
                  + " entries that stand behind it in order."));
    }
    without.ifPresent(
        why ->
            marks.add(
                new EntryView.Mark(
                    "no effect", Character.toUpperCase(why.charAt(0)) + why.substring(1) + ".")));
    return marks;
  }
}
