package io.peerdeck.schedule;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A run in the memory of the event loop: its entries, their fold, and what the loop has timed.
/// Belongs to the loop's thread.
final class LiveRun {
  private final Cid id;
  private final RunFold fold;
  private final TreeSet<Entry> entries;
  private final long seenMillis;
  private final Map<Cid, Long> claimSeen = new HashMap<>();
  private final Map<TaskKey, Opened> opened = new HashMap<>();
  private final Map<TaskKey, Long> missing = new HashMap<>();
  private final Map<TaskKey, Long> waiting = new HashMap<>();
  private @Nullable RunState state;
  private boolean stale = true;
  long nextLook = Long.MIN_VALUE;

  /// Tasks whose inputs were found here.
  final Set<TaskKey> readyFor = new HashSet<>();

  private record Opened(int attempt, long nanos) {}

  LiveRun(Cid id, RunFold fold, Collection<Entry> entries, long seenMillis) {
    this.id = id;
    this.fold = fold;
    this.entries = new TreeSet<>(entries);
    this.seenMillis = seenMillis;
  }

  Cid id() {
    return id;
  }

  /// Empty while the submission has no effect.
  Optional<RunState> state() {
    if (stale) {
      state = fold.state(entries).orElse(null);
      stale = false;
    }
    return Optional.ofNullable(state);
  }

  /// How often the peer has sealed a result, with or without effect.
  int seals(PeerId peer, Cid result) {
    return (int)
        entries.stream()
            .filter(entry -> entry.kind().equals(RunEvent.Sealed.KIND))
            .filter(entry -> entry.author().equals(peer))
            .filter(entry -> entry.body().optLink("result").equals(Optional.of(result)))
            .count();
  }

  long seenMillis() {
    return seenMillis;
  }

  /// Adds these entries to the fold and has the loop look at the run at once. Folding waits until
  /// somebody asks, so that many entries are folded together.
  void learn(Collection<Entry> more) {
    entries.addAll(more);
    stale = true;
    nextLook = Long.MIN_VALUE;
  }

  /// When this node first saw the claim, on its monotonic clock.
  long claimSeenAt(Cid claim, long now) {
    return claimSeen.computeIfAbsent(claim, c -> now);
  }

  /// Since when the attempt of the task is open to its ranks, as far as this node saw.
  long openedAt(TaskKey task, int attempt, long now) {
    Opened seen = opened.get(task);
    if (seen == null || seen.attempt != attempt) {
      seen = new Opened(attempt, now);
      opened.put(task, seen);
    }
    return seen.nanos;
  }

  /// Since when the task waits for a peer, as far as this node saw.
  long waitingSince(TaskKey task, boolean waits, long now) {
    if (!waits) {
      waiting.remove(task);
      return now;
    }
    return waiting.computeIfAbsent(task, t -> now);
  }

  /// Since when the peer assigned by hand is not heard of.
  long missingSince(TaskKey task, boolean alive, long now) {
    if (alive) {
      missing.remove(task);
      return now;
    }
    return missing.computeIfAbsent(task, t -> now);
  }

  void lookAgainAt(long nanos) {
    nextLook = Math.min(nextLook, nanos);
  }
}
