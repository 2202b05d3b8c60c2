package io.peerdeck.schedule;

import io.peerdeck.clock.Entry;
import io.peerdeck.clock.MerkleClock;
import io.peerdeck.fleet.Member;
import io.peerdeck.fleet.Role;
import io.peerdeck.fleet.Roster;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.schedule.JobQueue.Item;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Decides what this node itself writes: claims, refusals, results, offers, seals. Everything here
/// runs on one event loop; what takes time (disk, jobs, transfers) comes back as a message to it.
final class Coordinator {
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final int RANKS_READY = 3;
  private static final Duration AFTER_REFUSAL = Duration.ofSeconds(5);

  private final MerkleClock<Roster> clock;
  private final PeerId self;
  private final Willingness willingness;
  private final LiveRuns runs;
  private final LongSupplier nanos;
  private final ClaimTurn.Judge judge;
  private final Keeper keeper;
  private final JobQueue queue;
  private final OwnEntries entries;
  private final ClaimedTasks claimed;
  private final Executions executions;
  private final Map<Item, Integer> queued = new HashMap<>();
  private boolean stopping;

  /// @param loop runs a message on the event loop, later; from any thread
  Coordinator(
      MerkleClock<Roster> clock,
      Scheduler.Ports ports,
      LiveRuns runs,
      Consumer<Runnable> loop,
      InstantSource wall,
      LongSupplier nanos) {
    this.clock = clock;
    this.self = clock.self();
    this.willingness = new Willingness(ports.policy(), ports.inputs());
    this.runs = runs;
    this.nanos = nanos;
    this.judge = new ClaimTurn.Judge(self, ports.liveness(), nanos.getAsLong());
    this.keeper = new Keeper(self, ports.inputs(), ports.liveness());
    this.queue = new JobQueue(wall);
    this.entries = new OwnEntries(clock, runs, loop, nanos);
    this.claimed = new ClaimedTasks(runs, entries, ports.execution(), this::sealsAtOnce, loop);
    this.executions = claimed.executions();
  }

  /// Looks at the runs that are due, then fills free slots from the queue.
  void act() {
    if (stopping) {
      return;
    }
    long now = nanos.getAsLong();
    Roster roster = clock.currentView();
    if (!roster.isMember(self) || clock.frozenFrom(self).isPresent()) {
      executions.stopUnless(item -> false); // nothing this node writes has effect any more
      return;
    }
    Optional<Member> own = roster.member(self).filter(member -> member.is(Role.WORKER));
    for (LiveRun run : runs.all()) {
      if (run.isDue(now)) {
        runs.state(run).ifPresent(state -> look(run, state, roster, own, now));
      }
    }
    executions.stopUnless(item -> runs.get(item.run()).isPresent());
    claimed.begin(own.map(Member::slots).orElse(1));
    own.filter(member -> !member.drain()).ifPresent(member -> claim(member.slots(), now));
  }

  /// Whether nothing is executed here.
  boolean isIdle() {
    return claimed.isIdle();
  }

  /// What this node's heartbeats name.
  List<Cid> activeClaims() {
    return claimed.active();
  }

  private void look(LiveRun run, RunState state, Roster roster, Optional<Member> own, long now) {
    List<TaskState> tasks = run.look(state, now, now + ClaimTurn.LEASE.toNanos());
    for (TaskState task : tasks) {
      Item item = new Item(run.id(), task.key());
      boolean mine = stopOrRelease(run, state, task, item);
      own.ifPresent(member -> fetchAhead(run, state, task, member));
      if (mine || own.isEmpty() || !isClaimable(run, state, task, own.get(), now)) {
        leaveQueue(item);
      } else if (queue.insert(item, state.priority(), state.lc(), run.seenMillis())) {
        queued.put(item, state.priority());
      } else if (queued.getOrDefault(item, 0) != state.priority()) {
        queue.reprioritise(item, state.priority());
        queued.put(item, state.priority());
      }
    }
    giveWay(run, state, roster);
    for (RunEvent duty : keeper.duties(run, state, tasks, roster, now)) {
      entries.once(run.id(), duty, List.of());
    }
    if (!runs.isLive(state)
        && state.tasks().stream()
            .noneMatch(task -> executions.has(new Item(run.id(), task.key())))) {
      keeper.forget(run.id());
      runs.unload(run);
    }
  }

  private boolean sealsAtOnce(RunState state, RunEvent.Finished finished) {
    return clock.currentView().may(self, RunEvent.Sealed.KIND)
        && keeper.sealsAtOnce(state, finished);
  }

  /// Cancels a run whose place in its group another takes: a part of those who keep either.
  private void giveWay(LiveRun run, RunState state, Roster roster) {
    Optional<ConcurrencyGroups.Standing> standing =
        state.cancellation().isEmpty() ? runs.groups().standing(state) : Optional.empty();
    if (standing.orElse(null) instanceof ConcurrencyGroups.Standing.GivesWay gives
        && (state.keeper().equals(self) || gives.by().keeper().equals(self))
        && roster.may(self, RunEvent.Cancelled.KIND)) {
      entries.once(run.id(), new RunEvent.Cancelled(gives.why()), List.of());
    }
  }

  private void leaveQueue(Item item) {
    if (queue.remove(item)) {
      queued.remove(item);
    }
  }

  /// Fencing: an execution whose claim lost is stopped; a claim without execution (this node
  /// restarted) is given up.
  ///
  /// @return whether this node is busy with the task
  private boolean stopOrRelease(LiveRun run, RunState state, TaskState task, Item item) {
    boolean holds =
        task.holder().filter(claim -> claim.peer().equals(self)).isPresent() && !task.released();
    if (executions.has(item)) {
      if (task.status().finished() && task.result().isEmpty()) {
        executions.stop(item, "The run was cancelled.");
      } else if (task.status().finished() || !holds || !executions.isFor(item, task, state)) {
        executions.stop(item, "Another peer holds this job now, or what it rests on has changed.");
      } else if (task.calledOff().isPresent()) {
        executions.stop(item, task.calledOff().get());
      }
      return true;
    }
    if (holds && !task.status().finished() && !claimed.isClaiming(item)) {
      entries.once(
          run.id(),
          new RunEvent.Declined(task.key(), task.attempt(), "its peer restarted"),
          List.of(task.holder().get().cid()));
    }
    return claimed.isClaiming(item);
  }

  /// The first ranks fetch what a task needs before it is their turn: by then whoever has it may be
  /// out of reach.
  private void fetchAhead(LiveRun run, RunState state, TaskState task, Member own) {
    int rank = task.ranking().rankOf(self);
    if (rank >= 0
        && rank < RANKS_READY
        && !state.held()
        && task.ready()
        && !task.status().finished()
        && !run.readyFor.contains(task.key())
        && willingness.refusal(state, task, own).isEmpty()
        && willingness.holdsInputs(state, task)) {
      run.readyFor.add(task.key());
    }
  }

  /// Whether this node would claim the task as soon as it has a slot; refuses where it must.
  private boolean isClaimable(LiveRun run, RunState state, TaskState task, Member own, long now) {
    if (state.held() || !task.ready() || task.status().finished()) {
      return false;
    }
    Optional<ClaimTurn> turn = judge.turn(run, task, now);
    if (turn.isEmpty()) {
      return false;
    }
    if (turn.get().atNanos() - now > 0) {
      run.lookAgainAt(Math.min(turn.get().atNanos(), now + LOOK.toNanos()));
      return false;
    }
    Optional<String> refusal = willingness.refusal(state, task, own);
    if (refusal.isPresent()) {
      if (!task.declined().containsKey(self)) {
        entries.once(
            run.id(),
            new RunEvent.Declined(task.key(), turn.get().attempt(), refusal.get()),
            List.of(task.ranking().head()));
      }
      run.lookAgainAt(now + AFTER_REFUSAL.toNanos()); // the operator may come to trust somebody
      return false;
    }
    if (!willingness.holdsInputs(state, task)) {
      run.lookAgainAt(now + LOOK.toNanos());
      return false;
    }
    return true;
  }

  /// Takes the most urgent claimable tasks while slots are free, or will be in a moment.
  private void claim(int slots, long now) {
    while (claimed.hasFree(slots)) {
      Optional<Item> next = queue.extractMin();
      if (next.isEmpty()) {
        return;
      }
      Item item = next.get();
      queued.remove(item);
      runs.get(item.run()).ifPresent(run -> claim(run, item, now));
    }
  }

  private void claim(LiveRun run, Item item, long now) {
    Optional<TaskState> task = runs.state(run).flatMap(state -> state.task(item.task()));
    Optional<ClaimTurn> turn = task.flatMap(open -> judge.turn(run, open, now));
    if (turn.filter(t -> t.atNanos() - now <= 0).isPresent()) {
      claimed.claim(item, turn.get().attempt(), task.flatMap(TaskState::calledOff));
    } else {
      run.lookAgainAt(now + LOOK.toNanos()); // it has left the queue
    }
  }

  /// Stops all executions and gives their claims up, so that others need not wait for the leases.
  List<CompletableFuture<Entry>> stop(String reason) {
    stopping = true;
    return claimed.stop(reason);
  }
}
