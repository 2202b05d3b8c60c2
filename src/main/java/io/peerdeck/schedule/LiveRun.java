package io.peerdeck.schedule;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A run in the memory of the event loop: its entries, their fold, and what the loop has timed. All
/// its tasks are looked at when it is time ([#nextLook]), those that changed at once.
/// Belongs to the loop's thread.
final class LiveRun {
  private final Cid id;
  private final GrowingFold fold;
  private final long seenMillis;
  private final Map<Cid, Long> claimSeen = new HashMap<>();
  private final Map<TaskKey, Opened> opened = new HashMap<>();
  private final Map<TaskKey, Long> missing = new HashMap<>();
  private final Map<TaskKey, Long> waiting = new HashMap<>();
  private List<TaskState> looked = List.of();
  private boolean changed = true;
  long nextLook = Long.MIN_VALUE;

  /// Tasks whose inputs were found here.
  final Set<TaskKey> readyFor = new HashSet<>();

  private record Opened(int attempt, long nanos) {}

  LiveRun(Cid id, RunFold fold, Collection<Entry> entries, long seenMillis) {
    this.id = id;
    this.fold = new GrowingFold(fold, entries);
    this.seenMillis = seenMillis;
  }

  Cid id() {
    return id;
  }

  /// Empty while the submission has no effect.
  Optional<RunState> state() {
    return fold.state();
  }

  /// How often the peer has sealed a result of the task, with or without effect.
  int seals(TaskKey task, PeerId peer, Cid result) {
    return fold.seals(task, peer, result);
  }

  long seenMillis() {
    return seenMillis;
  }

  /// Adds these entries to the fold and has the loop look at what they change at once; with none,
  /// at all the run. Folding waits until somebody asks, so that many entries are folded together.
  void learn(Collection<Entry> more) {
    if (more.isEmpty()) {
      nextLook = Long.MIN_VALUE;
    } else {
      changed |= fold.add(more);
    }
  }

  /// Entries may have lost or gained their effect.
  void rejudge() {
    fold.rejudge();
    nextLook = Long.MIN_VALUE;
  }

  /// Whether its time has come, or its entries have changed since the last look.
  boolean isDue(long now) {
    return changed || isWholeDue(now);
  }

  private boolean isWholeDue(long now) {
    return nextLook == Long.MIN_VALUE || now - nextLook >= 0;
  }

  /// Begins a look.
  ///
  /// @param state as it is now
  /// @param next when to look at all tasks the next time, unless something comes up before
  /// @return the tasks to look at: all, or those that are others than at the last look
  List<TaskState> look(RunState state, long now, long next) {
    List<TaskState> all = state.tasks();
    List<TaskState> others = all;
    if (isWholeDue(now)) {
      nextLook = next;
    } else {
      others = new ArrayList<>();
      for (int i = 0; i < all.size(); i++) {
        if (i >= looked.size() || isOther(all.get(i), looked.get(i))) {
          others.add(all.get(i));
        }
      }
    }
    looked = all;
    changed = false;
    return others;
  }

  @SuppressWarnings("ReferenceEquality") // The fold keeps the objects of tasks that stay the same.
  private static boolean isOther(TaskState one, TaskState before) {
    return one != before;
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
