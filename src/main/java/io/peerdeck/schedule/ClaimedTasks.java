package io.peerdeck.schedule;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.schedule.JobExecution.JobReport;
import io.peerdeck.schedule.JobQueue.Item;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The tasks this node claims and executes, each from its claim to its result. Belongs to the event
/// loop's thread.
final class ClaimedTasks {
  private final LiveRuns runs;
  private final OwnEntries entries;
  private final Executions executions;
  private final BiPredicate<RunState, RunEvent.Finished> sealsAtOnce;
  private final Consumer<Runnable> loop;
  private final Set<Item> claiming = new HashSet<>();
  private final Queue<Ready> ready = new ArrayDeque<>();
  private boolean stopping;

  /// @param sealsAtOnce whether a result that rests on what is accepted now is sealed with it
  /// @param loop runs a message on the event loop, later; from any thread
  ClaimedTasks(
      LiveRuns runs,
      OwnEntries entries,
      JobExecution port,
      BiPredicate<RunState, RunEvent.Finished> sealsAtOnce,
      Consumer<Runnable> loop) {
    this.runs = runs;
    this.entries = entries;
    this.executions = new Executions(port);
    this.sealsAtOnce = sealsAtOnce;
    this.loop = loop;
  }

  /// A claim that is written.
  private record Ready(Item item, Entry claim, int attempt, Optional<String> calledOff) {}

  /// Whether a claim of the task is being written, or is and waits for its slot.
  boolean isClaiming(Item item) {
    return claiming.contains(item);
  }

  Executions executions() {
    return executions;
  }

  /// Whether this node may take one more: a slot is free, or about to be.
  boolean hasFree(int slots) {
    return executions.slotsKept(slots) + claiming.size() < slots;
  }

  /// Whether nothing is executed here.
  boolean isIdle() {
    return executions.isEmpty() && ready.isEmpty();
  }

  /// The claims this node holds on to.
  List<Cid> active() {
    return Stream.concat(
            executions.claims().stream(), ready.stream().map(claim -> claim.claim().cid()))
        .toList();
  }

  /// @param calledOff why it is claimed only to be ended; once claimed it seems to run
  void claim(Item item, int attempt, Optional<String> calledOff) {
    claiming.add(item);
    entries.append(
        item.run(),
        new RunEvent.Claimed(item.task(), attempt),
        (entry, failure) -> {
          if (entry == null) {
            claiming.remove(item);
          } else {
            ready.add(new Ready(item, entry, attempt, calledOff));
          }
        });
  }

  /// Starts what is claimed, as far as slots are free; one at a time at least, whatever the number
  /// of slots has become since.
  void begin(int slots) {
    while (!ready.isEmpty() && executions.slotsInUse(slots) < Math.max(1, slots)) {
      Ready next = ready.remove();
      begin(next.item(), next.claim(), next.attempt(), next.calledOff());
      claiming.remove(next.item());
    }
  }

  /// Starts the execution of a claim that holds.
  private void begin(Item item, Entry claim, int attempt, Optional<String> calledOff) {
    Optional<RunState> state = runs.get(item.run()).flatMap(runs::state);
    boolean holds =
        state
            .flatMap(s -> s.task(item.task()))
            .filter(t -> t.status() == RunStatus.IN_PROGRESS)
            .filter(t -> isHeldBy(t, claim.cid()))
            .isPresent();
    if (!holds || stopping) {
      return; // another claim was first
    }
    RunState run = state.orElseThrow();
    JobExecution.JobRequest request =
        new JobExecution.JobRequest(
            run, item.task(), claim.cid(), attempt, run.inputsOf(item.task()));
    executions.start(
        item,
        request,
        calledOff,
        slot(item),
        report -> loop.accept(() -> ended(item, request, report)));
  }

  private JobExecution.Slot slot(Item item) {
    return new JobExecution.Slot() {
      @Override
      public void ending() {
        loop.accept(() -> executions.ending(item));
      }

      @Override
      public void left() {
        loop.accept(() -> executions.left(item));
      }
    };
  }

  /// Writes the result of an execution, unless its claim was lost meanwhile.
  private void ended(Item item, JobExecution.JobRequest request, JobReport report) {
    executions.reported(item);
    Optional<LiveRun> run = runs.get(item.run());
    boolean counts =
        task(item)
            .filter(task -> task.result().isEmpty() && !task.released())
            .filter(task -> isHeldBy(task, request.claim()))
            .isPresent();
    if (!counts || stopping) { // when this node stops, its claims are given up instead
      executions.remove(item);
      run.ifPresent(live -> live.nextLook = Long.MIN_VALUE);
      return;
    }
    RunEvent.Finished finished = report.toEvent(request);
    OwnEntries.Written then = (entry, failure) -> recorded(item, request, report, entry, failure);
    boolean seals =
        run.flatMap(runs::state)
            .filter(
                state ->
                    state
                        .task(item.task())
                        .filter(task -> executions.isFor(item, task, state))
                        .isPresent())
            .filter(state -> sealsAtOnce.test(state, finished))
            .isPresent();
    if (seals) {
      entries.append(
          item.run(), finished, result -> new RunEvent.Sealed(item.task(), result), then);
    } else {
      entries.append(item.run(), finished, then);
    }
  }

  private void recorded(
      Item item,
      JobExecution.JobRequest request,
      JobReport report,
      @Nullable Entry entry,
      @Nullable Throwable failure) {
    if (entry == null && !report.outputs().isEmpty()) {
      // An entry is at most 64 KiB; what cannot be told of is a failure that says so.
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
              "its result could not be written: " + OwnEntries.reason(failure)));
    } else {
      executions.remove(item);
    }
  }

  private Optional<TaskState> task(Item item) {
    return runs.get(item.run()).flatMap(runs::state).flatMap(state -> state.task(item.task()));
  }

  private static boolean isHeldBy(TaskState task, Cid claim) {
    return task.holder().filter(holder -> holder.cid().equals(claim)).isPresent();
  }

  /// Stops all executions and gives their claims up, so that others need not wait for the leases.
  List<CompletableFuture<Entry>> stop(String reason) {
    stopping = true;
    Stream<CompletableFuture<Entry>> waiting =
        ready.stream()
            .map(next -> giveUp(next.item().run(), next.item().task(), next.attempt(), reason));
    return Stream.concat(
            waiting,
            executions.stopAll().stream()
                .filter(
                    request ->
                        task(new Item(request.run().id(), request.task()))
                            .filter(task -> task.result().isEmpty())
                            .filter(task -> isHeldBy(task, request.claim()))
                            .isPresent())
                .map(
                    request ->
                        giveUp(request.run().id(), request.task(), request.attempt(), reason)))
        .toList();
  }

  private CompletableFuture<Entry> giveUp(Cid run, TaskKey task, int attempt, String reason) {
    return entries.append(run, new RunEvent.Declined(task, attempt, reason));
  }
}
