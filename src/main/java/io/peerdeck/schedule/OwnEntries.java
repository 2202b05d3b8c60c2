package io.peerdeck.schedule;

import io.peerdeck.clock.Entry;
import io.peerdeck.clock.MerkleClock;
import io.peerdeck.clock.Saying;
import io.peerdeck.fleet.Roster;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerdeckException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes this node's entries about runs without waiting for the disk. What is written in one turn
/// of the loop shares a commit. Belongs to the event loop's thread.
final class OwnEntries {
  private static final Logger LOG = LoggerFactory.getLogger(OwnEntries.class);
  /// What nobody but the loop writes, among the entries of this node.
  static final Set<String> KINDS =
      Set.of(
          RunEvent.Offered.KIND,
          RunEvent.Claimed.KIND,
          RunEvent.Declined.KIND,
          RunEvent.Finished.KIND,
          RunEvent.Sealed.KIND);

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  private final MerkleClock<Roster> clock;
  private final LiveRuns runs;
  private final Consumer<Runnable> loop;
  private final LongSupplier nanos;
  private final Set<List<Object>> writing = new HashSet<>();

  /// @param loop runs a message on the event loop, later; from any thread
  OwnEntries(
      MerkleClock<Roster> clock, LiveRuns runs, Consumer<Runnable> loop, LongSupplier nanos) {
    this.clock = clock;
    this.runs = runs;
    this.loop = loop;
    this.nanos = nanos;
  }

  /// What became of an entry.
  interface Written {
    /// Called on the event loop.
    ///
    /// @param entry durable and known to its run's fold; null if it could not be written
    void written(@Nullable Entry entry, @Nullable Throwable failure);
  }

  /// Appends an event; it is durable once the future completes.
  CompletableFuture<Entry> append(Cid run, RunEvent event) {
    try {
      return clock.append(event.kind(), run.toString(), event.toBody());
    } catch (PeerdeckException refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  /// Appends an event and goes on with it on the loop.
  void append(Cid run, RunEvent event, Written then) {
    goOn(run, append(run, event).thenApply(List::of), then);
  }

  /// Appends an event together with one that names its entry; they share a commit.
  void append(Cid run, RunEvent event, Function<Cid, RunEvent> next, Written then) {
    CompletableFuture<List<Entry>> entries;
    try {
      entries = clock.append(run.toString(), saying(event), cid -> saying(next.apply(cid)));
    } catch (PeerdeckException refused) {
      entries = CompletableFuture.failedFuture(refused);
    }
    goOn(run, entries, then);
  }

  private static Saying saying(RunEvent event) {
    return new Saying(event.kind(), event.toBody());
  }

  private void goOn(Cid run, CompletableFuture<List<Entry>> written, Written then) {
    written.whenComplete(
        (entries, failure) ->
            loop.accept(
                () -> {
                  if (entries != null) {
                    runs.learn(run, entries);
                  } else {
                    notWritten(run, failure);
                  }
                  then.written(entries == null ? null : entries.getFirst(), failure);
                }));
  }

  /// Appends an event once, until the fold shows it.
  ///
  /// @param besides what makes it another event although it says the same
  void once(Cid run, RunEvent event, List<Object> besides) {
    List<Object> key = List.of(run, event, besides);
    if (writing.add(key)) {
      append(run, event, (entry, failure) -> writing.remove(key));
    }
  }

  private void notWritten(Cid run, @Nullable Throwable failure) {
    LOG.warn("an entry of run {} could not be written: {}", run, reason(failure));
    runs.get(run).ifPresent(live -> live.nextLook = nanos.getAsLong() + AFTER_FAILURE.toNanos());
  }

  static String reason(@Nullable Throwable failure) {
    return failure == null ? "for no reason given" : String.valueOf(failure.getMessage());
  }
}
