package io.peerdeck.schedule;

import io.peerdeck.fleet.Roster;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.schedule.TaskState.Result;
import io.peerdeck.schedule.TaskState.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What the submitter of a run, or who adopted it, does for it: seals results it holds, and offers
/// a task again that nobody takes. Belongs to the event loop's thread.
final class Keeper {
  private static final Duration FIRST_OFFER = Duration.ofSeconds(5);
  private static final Duration LAST_OFFER = Duration.ofMinutes(5);
  private static final Duration LOOK = Duration.ofMillis(250);

  /// How often one result is sealed by this node. A seal that a cancellation beats has no effect; a
  /// later one has, once an adopter's that beats the cancellation is known.
  private static final int SEALS = 3;

  private final PeerId self;
  private final InputsHeld blobs;
  private final LivenessView liveness;
  private final Map<JobQueue.Item, Offers> offers = new HashMap<>();

  /// How often a task was offered again since the members last changed, and when next.
  private record Offers(int count, long nextNanos, Roster roster) {}

  Keeper(PeerId self, InputsHeld blobs, LivenessView liveness) {
    this.self = self;
    this.blobs = blobs;
    this.liveness = liveness;
  }

  /// What to write now for the runs this node keeps.
  ///
  /// @param tasks to look at
  List<RunEvent> duties(
      LiveRun run, RunState state, List<TaskState> tasks, Roster roster, long now) {
    if (!state.isSealedBy(self) || !roster.may(self, RunEvent.Sealed.KIND)) {
      return List.of();
    }
    List<RunEvent> duties = new ArrayList<>();
    if (state.keeper().equals(self) && roster.may(self, RunEvent.Cancelled.KIND)) {
      QueueTimeout.expiry(run, state, tasks, now).ifPresent(duties::add);
    }
    for (TaskState task : tasks) {
      if (state.lacksSealOf(self, task)) {
        Result result = task.result().orElseThrow();
        if (!restsOnSealed(state, result.finished().consumed())) {
          continue; // what it rests on is sealed first
        }
        if (!holds(result)) {
          run.lookAgainAt(now + LOOK.toNanos());
        } else if (run.seals(task.key(), self, result.cid()) < SEALS) {
          duties.add(new RunEvent.Sealed(task.key(), result.cid()));
        }
      } else if (state.keeper().equals(self) && mustOffer(run, state, task, roster, now)) {
        duties.add(new RunEvent.Offered(task.key()));
      }
    }
    return duties;
  }

  /// Whether this node seals a result of its own as soon as it is written: nobody else need look
  /// at it, and it is known to count.
  ///
  /// @param finished of the task's holding claim, resting on what is accepted now
  boolean sealsAtOnce(RunState state, RunEvent.Finished finished) {
    return state.isSealedBy(self)
        && state.cancellation().isEmpty()
        && restsOnSealed(state, finished.consumed())
        && finished.blobs().stream().allMatch(blobs::held);
  }

  private boolean restsOnSealed(RunState state, List<Cid> consumed) {
    Set<Cid> open = new HashSet<>(consumed);
    if (!open.isEmpty()) {
      state.tasks().stream()
          .filter(task -> !state.lacksSealOf(self, task))
          .forEach(task -> task.result().ifPresent(other -> open.remove(other.cid())));
    }
    return open.isEmpty();
  }

  /// Whether log, notes and artifacts are here; those missing are asked for.
  private boolean holds(Result result) {
    boolean all = true;
    for (Cid blob : result.finished().blobs()) {
      if (!blobs.held(blob)) {
        blobs.want(blob, List.of(result.peer()));
        all = false;
      }
    }
    return all;
  }

  private boolean mustOffer(LiveRun run, RunState state, TaskState task, Roster roster, long now) {
    JobQueue.Item item = new JobQueue.Item(run.id(), task.key());
    if (!isStuck(state, task, roster)) {
      offers.remove(item);
      return false;
    }
    Offers last = offers.get(item);
    if (last == null || !last.roster.equals(roster)) {
      last =
          new Offers(
              0, now + (last == null && isNew(task, roster) ? 0 : FIRST_OFFER.toNanos()), roster);
      offers.put(item, last);
    }
    if (now - last.nextNanos < 0) {
      run.lookAgainAt(last.nextNanos);
      return false;
    }
    long pause =
        Math.min(LAST_OFFER.toNanos(), FIRST_OFFER.toNanos() << Math.min(last.count + 1, 10));
    offers.put(item, new Offers(last.count + 1, now + pause, roster));
    run.lookAgainAt(now + pause);
    return true;
  }

  /// Nobody could be asked before, so nothing is lost by asking at once.
  private static boolean isNew(TaskState task, Roster roster) {
    return task.waiting() == Wait.NOBODY_ELIGIBLE && !roster.members().isEmpty();
  }

  /// Whether an offer now could help: nobody was eligible, all refused, or none of the ranked is
  /// alive while another eligible member is.
  private boolean isStuck(RunState state, TaskState task, Roster roster) {
    return switch (task.waiting()) {
      case NOBODY_ELIGIBLE, ALL_DECLINED -> !eligible(state, task, roster).isEmpty();
      case OWNER ->
          task.ranking().peers().stream().noneMatch(liveness::alive)
              && eligible(state, task, roster).stream().anyMatch(liveness::alive);
      default -> false;
    };
  }

  private static List<PeerId> eligible(RunState state, TaskState task, Roster roster) {
    return Ranking.eligible(
        roster,
        state
            .submission()
            .job(task.key().job())
            .map(job -> job.labels(task.key().index()))
            .orElseGet(List::of));
  }

  /// Forgets a run that is over.
  void forget(Cid run) {
    offers.keySet().removeIf(item -> Objects.equals(item.run(), run));
  }
}
