package io.peerdeck.schedule;

import io.peerdeck.clock.Entry;
import io.peerdeck.clock.MerkleClock;
import io.peerdeck.fleet.Roster;
import io.peerdeck.multiformats.PeerdeckException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// The entries that people have this node write. Lists asked for afterwards show them.
final class OwnCommands {
  private final MerkleClock<Roster> clock;
  private final OwnWrites ownWrites;

  OwnCommands(MerkleClock<Roster> clock, OwnWrites ownWrites) {
    this.clock = clock;
    this.ownWrites = ownWrites;
  }

  /// Writes an event and waits until it is durable.
  ///
  /// @throws PeerdeckException when this node may not write it
  Entry append(String key, RunEvent event) {
    requireRole(event.kind());
    return own(join(clock.append(event.kind(), key, event.toBody())));
  }

  /// Writes a draft, unless the clock has moved since it was made.
  Optional<Entry> append(Entry draft) {
    return join(clock.appendDraft(draft)).map(this::own);
  }

  void requireRole(String kind) {
    if (!clock.currentView().may(clock.self(), kind)) {
      throw new ScheduleException(
          "this node may not write `" + kind + "`: it needs the role operator in the fleet");
    }
  }

  private Entry own(Entry entry) {
    clock.rowOf(entry.cid()).ifPresent(ownWrites::wrote);
    return entry;
  }

  private static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof PeerdeckException cause ? cause : e;
    }
  }
}
