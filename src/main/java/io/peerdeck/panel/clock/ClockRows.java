package io.peerdeck.panel.clock;

import io.peerdeck.node.EntryPage;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Entries by their place, newest first, of which only those around what is looked at are held.
/// Only on the FX thread; reading happens through the bridge.
sealed interface ClockRows permits ClockBlocks, ClockFinds {
  /// How many entries the clock holds.
  long total();

  /// How many of them can be scrolled to.
  long scrollable();

  /// The entry at a place, or empty while it is being read.
  Optional<ClockRow> at(long place);

  /// The place of an entry held in memory, or -1.
  long placeOf(String cid);

  /// Makes sure the entries between these places are read; the listener hears when they are.
  void want(long from, long to);

  /// New entries arrived.
  ///
  /// @param slid hears by how many places those in sight moved down
  void news(EntryPage newest, LongConsumer slid);

  /// Reads anew what is held.
  void reload();
}
