package io.peerdeck.schedule;

import io.peerdeck.clock.Entry;
import io.peerdeck.clock.EntryPosition;
import io.peerdeck.clock.MerkleClock;
import io.peerdeck.fleet.FleetEffect;
import io.peerdeck.fleet.Roster;
import io.peerdeck.fleet.Subscription;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import io.peerdeck.store.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// The runs of the fleet as this node holds them: submitting and steering them, listing them, and
/// the loop that takes this node's part in running them. Safe for use by many threads.
///
/// Commands return once their entry is durable. Blobs named by a submission are made durable by
/// the caller before.
public final class Scheduler implements AutoCloseable {
  private final MerkleClock<Roster> clock;
  private final FoldedRuns folded;
  private final OwnCommands commands;
  private final Submissions submissions;
  private final RunTable table;
  private final LiveRuns runs;
  private final PastRuns past;
  private final Ports ports;
  private final RunLoop loop;
  private final OwnWrites ownWrites = new OwnWrites();

  /// What the scheduler asks of the rooms it must not know.
  public record Ports(
      JobExecution execution, LivenessView liveness, ClaimPolicy policy, InputsHeld inputs) {}

  /// A submission that is signed but not written.
  ///
  /// @param entry its CID is the run's id, if the clock does not move before it is submitted
  /// @param numbered the submission with the number the entry gives it
  /// @param rankings who would run each task as the clock stands
  public record Draft(
      Entry entry, Submission submission, Submission numbered, Map<TaskKey, Ranking> rankings) {}

  private Scheduler(
      Database database,
      MerkleClock<Roster> clock,
      FleetEffect effect,
      Ports ports,
      InstantSource wall,
      LongSupplier nanos) {
    this.clock = clock;
    RunHistory history = new ClockHistory(clock, effect);
    this.folded = new FoldedRuns(clock, history);
    this.commands = new OwnCommands(clock, ownWrites);
    RunNumbers numbers = RunNumbers.of(database, clock, history);
    this.submissions = new Submissions(clock, commands, numbers, wall);
    this.table = new RunTable(database, wall, numbers);
    this.runs = new LiveRuns(clock, effect, table);
    this.past = new PastRuns(clock, effect, table, run -> LiveRuns.waits(clock.currentView(), run));
    this.ports = ports;
    this.loop = new RunLoop(clock, runs, table.watermark(), ownWrites, wall, nanos);
    // What a killed process had written, but not listed, is found in the first list too.
    clock.heads().forEach(head -> clock.rowOf(head).ifPresent(ownWrites::wrote));
    loop.start();
  }

  /// Opens the scheduler of a database with the tables of [ScheduleSchema] and follows the clock;
  /// it takes no part in running jobs until [#start].
  ///
  /// @param wall this machine's time, for ageing
  /// @param nanos a monotonic clock, for windows and leases
  public static Scheduler open(
      Database database,
      MerkleClock<Roster> clock,
      FleetEffect effect,
      Ports ports,
      InstantSource wall,
      LongSupplier nanos) {
    return new Scheduler(database, clock, effect, ports, wall, nanos);
  }

  /// Begins to claim, run, offer and seal: after this node has fetched its own entries from others,
  /// and is ready to execute. Harmless when repeated.
  public void start() {
    loop.take(ports);
  }

  /// Looks at all runs anew, soon: somebody was heard of or lost, trust changed, a blob arrived.
  public void wake() {
    loop.lookAtAll();
  }

  /// What keeps the lists of runs behind the clock, in a sentence; empty while nothing does.
  public Optional<String> trouble() {
    return loop.trouble();
  }

  /// The claims this node executes now, for its heartbeats.
  public List<Cid> activeClaims() {
    return loop.activeClaims();
  }

  /// Signs a submission without writing it, to show who would run what.
  ///
  /// @throws PeerdeckException when this node may not submit
  public Draft draft(Submission submission) {
    return submissions.draft(submission);
  }

  /// Writes a draft as it was shown, or, if the clock has moved since, the same submission anew
  /// with another id.
  ///
  /// @return the run's id
  public Cid submit(Draft draft) {
    return submissions.submit(draft);
  }

  /// Writes a submission.
  ///
  /// @return the run's id
  /// @throws PeerdeckException when this node may not submit
  public Cid submit(Submission submission) {
    return submissions.submit(submission);
  }

  /// Ends a run: what runs is stopped, and results its canceller does not know do not count.
  public void cancel(Cid run, String reason) {
    unfinished(run);
    commands.append(run.toString(), new RunEvent.Cancelled(reason));
  }

  /// Keeps the run's waiting tasks from being started; running ones go on.
  public void hold(Cid run) {
    if (!unfinished(run).held()) {
      commands.append(run.toString(), new RunEvent.Held());
    }
  }

  /// Ends a hold.
  public void release(Cid run) {
    if (unfinished(run).held()) {
      commands.append(run.toString(), new RunEvent.Released());
    }
  }

  /// Gives the run another priority, 1 (first) to 9 (last).
  public void prioritise(Cid run, int priority) {
    Submission.checkPriority(priority);
    unfinished(run);
    commands.append(run.toString(), new RunEvent.Prioritised(priority));
  }

  /// Gives one task, or all that have no result, to a peer, whatever its rank and labels. Where
  /// another peer runs it, that execution stops.
  ///
  /// @throws ScheduleException when the peer takes no jobs, or there is nothing to assign
  public void assign(Cid run, Optional<TaskKey> task, PeerId peer) {
    RunState state = unfinished(run);
    if (!clock.currentView().may(peer, RunEvent.Claimed.KIND)) {
      throw new ScheduleException(peer + " is no member that runs jobs; name a worker");
    }
    List<TaskState> tasks =
        task.isEmpty() ? state.tasks() : List.of(requireTask(state, task.get()));
    List<TaskState> open =
        tasks.stream().filter(t -> !t.status().finished() && t.result().isEmpty()).toList();
    if (open.isEmpty()) {
      throw new ScheduleException("there is nothing left to assign: it has a result already");
    }
    open.forEach(
        t ->
            commands.append(run.toString(), new RunEvent.Assigned(t.key(), peer, t.highest() + 1)));
  }

  /// Makes this node the one who offers and seals, when the run's submitter is gone.
  public void adopt(Cid run) {
    if (!require(run).keeper().equals(clock.self())) {
      commands.append(run.toString(), new RunEvent.Adopted());
    }
  }

  /// Submits the same workflow, snapshot and inputs once more, as a new run that takes over the
  /// results of what is not run again.
  ///
  /// @return the new run's id
  /// @throws ScheduleException when nothing is to be run again, or a result to take over is not
  ///     sealed
  public Cid again(Cid run, Again what) {
    RunState state = require(run);
    return submit(state.submission().repeated(Again.of(state, what)));
  }

  /// A run as the clock has it now; empty if there is none of that id.
  public Optional<RunState> state(Cid run) {
    return folded.state(run).map(runs.groups()::judged);
  }

  /// Runs that match, newest submission first, with this node's own last command in them.
  public RunList list(RunFilter filter) {
    ownWrites.await();
    return table.list(filter);
  }

  /// The runs of these ids, in no order and without their place in the queue; ids of no run are
  /// left out.
  public List<RunRow> rows(Set<String> ids) {
    ownWrites.await();
    return table.rows(List.copyOf(ids));
  }

  /// Runs that match as they were when the entry at this position was the newest in the total
  /// order, newest submission first. Places in the queue are not told: each node has its own.
  public RunList listAt(EntryPosition last, RunFilter filter) {
    ownWrites.await();
    return past.list(last, filter);
  }

  /// Ids that start or end with the text, at most `limit`: more than one means it is ambiguous.
  public List<Cid> matching(String text, int limit) {
    ownWrites.await();
    return table.matching(text, limit);
  }

  /// What this node would take before the run's tasks; empty for a run that is held or finished.
  public Optional<QueuePlace> place(Cid run) {
    ownWrites.await();
    return table.place(run);
  }

  /// How many runs have each status.
  public Map<RunStatus, Long> counts() {
    ownWrites.await();
    return table.counts();
  }

  /// Hears the ids of runs that changed, after the lists show it. Called on the scheduler's thread;
  /// must return quickly. Close to stop.
  public Subscription subscribe(Consumer<Set<Cid>> listener) {
    return loop.subscribe(listener);
  }

  private RunState require(Cid run) {
    return state(run).orElseThrow(() -> new ScheduleException("there is no run " + run));
  }

  private static TaskState requireTask(RunState run, TaskKey task) {
    return run.task(task)
        .orElseThrow(
            () -> new ScheduleException("run " + run.id() + " has no task `" + task + "`"));
  }

  private RunState unfinished(Cid run) {
    RunState state = require(run);
    if (state.status().finished()) {
      throw new ScheduleException("run " + run + " has ended: " + state.status().text());
    }
    return state;
  }

  /// Stops this node's executions, gives their claims up, and ends the loop. The clock and the
  /// database stay open.
  @Override
  public void close() {
    loop.close();
  }
}
