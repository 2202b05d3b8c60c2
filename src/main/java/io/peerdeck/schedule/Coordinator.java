package io.peerdeck.schedule;

import io.peerdeck.clock.Entry;
import io.peerdeck.clock.MerkleClock;
import io.peerdeck.fleet.Member;
import io.peerdeck.fleet.Role;
import io.peerdeck.fleet.Roster;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import io.peerdeck.schedule.JobExecution.JobReport;
import io.peerdeck.schedule.JobQueue.Item;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides what this node itself writes: claims, refusals, results, offers, seals. Everything here
/// runs on one event loop; what takes time (disk, jobs, transfers) comes back as a message to it.
final class Coordinator {
  private static final Logger LOG = LoggerFactory.getLogger(Coordinator.class);
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final int RANKS_READY = 3;
  private static final Duration AFTER_REFUSAL = Duration.ofSeconds(5);

  private final MerkleClock<Roster> clock;
  private final PeerId self;
  private final Willingness willingness;
  private final LiveRuns runs;
  private final Consumer<Runnable> loop;
  private final LongSupplier nanos;
  private final ClaimTurn.Judge judge;
  private final Keeper keeper;
  private final JobQueue queue;
  private final Executions executions;
  private final Set<Item> claiming = new HashSet<>();
  private final Set<List<Object>> writing = new HashSet<>();
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
    this.loop = loop;
    this.nanos = nanos;
    this.judge = new ClaimTurn.Judge(self, ports.liveness(), nanos.getAsLong());
    this.keeper = new Keeper(self, ports.inputs(), ports.liveness());
    this.queue = new JobQueue(wall);
    this.executions = new Executions(ports.execution());
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
      if (run.nextLook == Long.MIN_VALUE || now - run.nextLook >= 0) {
        run.nextLook = now + ClaimTurn.LEASE.toNanos();
        runs.state(run).ifPresent(state -> look(run, state, roster, own, now));
      }
    }
    executions.stopUnless(item -> runs.get(item.run()).isPresent());
    own.filter(member -> !member.drain()).ifPresent(member -> claim(member.slots(), now));
  }

  /// Whether nothing is executed here.
  boolean isIdle() {
    return executions.isEmpty();
  }

  /// What this node's heartbeats name.
  List<Cid> activeClaims() {
    return executions.claims();
  }

  private void look(LiveRun run, RunState state, Roster roster, Optional<Member> own, long now) {
    for (TaskState task : state.tasks()) {
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
    for (RunEvent duty : keeper.duties(run, state, roster, now)) {
      write(run, duty, List.of());
    }
    if (!runs.isLive(state)
        && state.tasks().stream()
            .noneMatch(task -> executions.has(new Item(run.id(), task.key())))) {
      keeper.forget(run.id());
      runs.unload(run);
    }
  }

  /// Cancels a run whose place in its group another takes: a part of those who keep either.
  private void giveWay(LiveRun run, RunState state, Roster roster) {
    Optional<ConcurrencyGroups.Standing> standing =
        state.cancellation().isEmpty() ? runs.groups().standing(state) : Optional.empty();
    if (standing.orElse(null) instanceof ConcurrencyGroups.Standing.GivesWay gives
        && (state.keeper().equals(self) || gives.by().keeper().equals(self))
        && roster.may(self, RunEvent.Cancelled.KIND)) {
      write(run, new RunEvent.Cancelled(gives.why()), List.of());
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
    if (holds && !task.status().finished() && !claiming.contains(item)) {
      write(
          run,
          new RunEvent.Declined(task.key(), task.attempt(), "its peer restarted"),
          List.of(task.holder().get().cid()));
    }
    return claiming.contains(item);
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
        write(
            run,
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

  /// Takes the most urgent claimable tasks while slots are free.
  private void claim(int slots, long now) {
    while (executions.size() + claiming.size() < slots) {
      Optional<Item> next = queue.extractMin();
      if (next.isEmpty()) {
        return;
      }
      Item item = next.get();
      queued.remove(item);
      Optional<LiveRun> run = runs.get(item.run());
      Optional<TaskState> task = run.flatMap(runs::state).flatMap(state -> state.task(item.task()));
      Optional<ClaimTurn> turn =
          task.flatMap(open -> judge.turn(run.orElseThrow(), open, now))
              .filter(t -> t.atNanos() - now <= 0);
      turn.ifPresent(
          t -> claim(run.orElseThrow(), item, t.attempt(), task.flatMap(open -> open.calledOff())));
    }
  }

  /// @param calledOff why it is claimed only to be ended; once claimed it seems to run
  private void claim(LiveRun run, Item item, int attempt, Optional<String> calledOff) {
    claiming.add(item);
    append(run, new RunEvent.Claimed(item.task(), attempt))
        .whenComplete(
            (entry, failure) ->
                loop.accept(
                    () -> {
                      if (entry != null) {
                        runs.learn(item.run(), entry);
                        begin(item, entry, attempt, calledOff);
                      } else {
                        notWritten(item.run(), failure);
                      }
                      claiming.remove(item);
                    }));
  }

  /// Starts the execution of a claim that holds.
  private void begin(Item item, Entry claim, int attempt, Optional<String> calledOff) {
    Optional<RunState> state = runs.get(item.run()).flatMap(runs::state);
    Optional<TaskState> task = state.flatMap(s -> s.task(item.task()));
    boolean holds =
        task.filter(t -> t.status() == RunStatus.IN_PROGRESS)
            .flatMap(TaskState::holder)
            .filter(holder -> holder.cid().equals(claim.cid()))
            .isPresent();
    if (!holds) {
      return; // another claim was first
    }
    RunState run = state.orElseThrow();
    JobExecution.JobRequest request =
        new JobExecution.JobRequest(
            run, item.task(), claim.cid(), attempt, run.inputsOf(item.task()));
    executions.start(
        item, request, calledOff, report -> loop.accept(() -> ended(item, request, report)));
  }

  /// Writes the result of an execution, unless its claim was lost meanwhile.
  private void ended(Item item, JobExecution.JobRequest request, JobReport report) {
    executions.reported(item);
    Optional<LiveRun> run = runs.get(item.run());
    boolean counts =
        run.flatMap(runs::state)
            .flatMap(state -> state.task(item.task()))
            .filter(task -> task.result().isEmpty() && !task.released())
            .flatMap(TaskState::holder)
            .filter(holder -> holder.cid().equals(request.claim()))
            .isPresent();
    if (!counts || stopping) { // when this node stops, its claims are given up instead
      executions.remove(item);
      run.ifPresent(live -> live.nextLook = Long.MIN_VALUE);
      return;
    }
    append(run.orElseThrow(), report.toEvent(request))
        .whenComplete(
            (entry, failure) -> loop.accept(() -> recorded(item, request, report, entry, failure)));
  }

  private void recorded(
      Item item,
      JobExecution.JobRequest request,
      JobReport report,
      @Nullable Entry entry,
      @Nullable Throwable failure) {
    if (entry == null && !report.outputs().isEmpty()) {
      // An entry is at most 64 KiB; what cannot be told of is a failure that says so.
      notWritten(item.run(), failure);
      ended(
          item,
          request,
          new JobReport(
              Conclusion.FAILURE,
              Map.of(),
              report.log(),
              report.logBytes(),
              report.notes(),
              report.artifacts(),
              List.of(),
              report.millis(),
              "its result could not be written: " + reason(failure)));
      return;
    }
    executions.remove(item);
    if (entry == null) {
      notWritten(item.run(), failure);
    } else {
      runs.learn(item.run(), entry);
    }
  }

  /// Appends an event of this node once, until the fold shows it.
  private void write(LiveRun run, RunEvent event, List<Object> besides) {
    List<Object> key = List.of(run.id(), event, besides);
    if (!writing.add(key)) {
      return;
    }
    append(run, event)
        .whenComplete(
            (entry, failure) ->
                loop.accept(
                    () -> {
                      if (entry != null) {
                        runs.learn(run.id(), entry);
                      } else {
                        notWritten(run.id(), failure);
                      }
                      writing.remove(key);
                    }));
  }

  private CompletableFuture<Entry> append(LiveRun run, RunEvent event) {
    try {
      return clock.append(event.kind(), run.id().toString(), event.toBody());
    } catch (PeerdeckException refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  private void notWritten(Cid run, @Nullable Throwable failure) {
    LOG.warn("an entry of run {} could not be written: {}", run, reason(failure));
    runs.get(run).ifPresent(live -> live.nextLook = nanos.getAsLong() + AFTER_REFUSAL.toNanos());
  }

  private static String reason(@Nullable Throwable failure) {
    return failure == null ? "for no reason given" : String.valueOf(failure.getMessage());
  }

  /// Stops all executions and gives their claims up, so that others need not wait for the leases.
  List<CompletableFuture<Entry>> stop(String reason) {
    stopping = true;
    return executions.stopAll().stream()
        .filter(
            request ->
                runs.get(request.run().id())
                    .flatMap(runs::state)
                    .flatMap(state -> state.task(request.task()))
                    .filter(task -> task.result().isEmpty())
                    .flatMap(TaskState::holder)
                    .filter(holder -> holder.cid().equals(request.claim()))
                    .isPresent())
        .map(
            request ->
                append(
                    runs.get(request.run().id()).orElseThrow(),
                    new RunEvent.Declined(request.task(), request.attempt(), reason)))
        .toList();
  }
}
