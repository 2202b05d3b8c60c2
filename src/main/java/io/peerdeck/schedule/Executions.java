package io.peerdeck.schedule;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.schedule.JobExecution.JobReport;
import io.peerdeck.schedule.JobExecution.JobRequest;
import io.peerdeck.schedule.JobQueue.Item;
import io.peerdeck.schedule.TaskState.Result;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What this node executes now, until its result is written. Belongs to the event loop's thread.
final class Executions {
  private static final Logger LOG = LoggerFactory.getLogger(Executions.class);

  private final JobExecution port;
  private final Map<Item, JobRequest> running = new LinkedHashMap<>();
  private final Set<Item> stopping = new HashSet<>();
  private final Set<Item> ending = new HashSet<>();
  private final Set<Item> left = new HashSet<>();

  Executions(JobExecution port) {
    this.port = port;
  }

  /// Starts a task, or reports it skipped when something it needs did not succeed and its condition
  /// does not ask for that.
  ///
  /// @param calledOff why it is not to run at all
  /// @param slot see [JobExecution#start]
  void start(
      Item item,
      JobRequest request,
      Optional<String> calledOff,
      JobExecution.Slot slot,
      Consumer<JobReport> report) {
    running.put(item, request);
    try {
      List<String> failed = failedNeeds(request);
      if (calledOff.isPresent()) {
        report.accept(JobReport.of(Conclusion.CANCELLED, calledOff.get()));
      } else if (isOneTooMany(request)) {
        report.accept(
            JobReport.of(
                Conclusion.FAILURE,
                "Not tried once more: "
                    + (request.attempt() - 1)
                    + " attempts ended without a result, their peers were lost or restarted."));
      } else if (!failed.isEmpty() && !port.runsAfterFailure(request.run(), request.task())) {
        report.accept(
            JobReport.of(
                Conclusion.SKIPPED,
                "Skipped because " + String.join(", ", failed) + " did not succeed."));
      } else {
        port.start(request, slot, report);
      }
    } catch (RuntimeException e) {
      LOG.warn("task {} of run {} could not be started", item.task(), item.run(), e);
      report.accept(JobReport.of(Conclusion.FAILURE, "Could not be started: " + e.getMessage()));
    }
  }

  /// Whether it was tried as often as its run allows; by hand it may be tried more often.
  private static boolean isOneTooMany(JobRequest request) {
    return request.attempt() > request.run().submission().terms().attempts()
        && request.run().task(request.task()).flatMap(TaskState::assigned).isEmpty();
  }

  private static List<String> failedNeeds(JobRequest request) {
    List<String> needs =
        request
            .run()
            .submission()
            .job(request.task().job())
            .map(Submission.Job::needs)
            .orElseGet(List::of);
    return needs.stream()
        .filter(
            need ->
                request.run().tasksOf(need).stream()
                    .filter(
                        task -> request.run().submission().areTogether(request.task(), task.key()))
                    .map(TaskState::result)
                    .flatMap(Optional::stream)
                    .anyMatch(result -> result.finished().conclusion() != Conclusion.SUCCESS))
        .toList();
  }

  boolean has(Item item) {
    return running.containsKey(item);
  }

  /// Whether the execution is of the task's holding claim and rests on the results accepted now.
  boolean isFor(Item item, TaskState task, RunState run) {
    JobRequest request = running.get(item);
    return request != null
        && task.holder().filter(claim -> claim.cid().equals(request.claim())).isPresent()
        && cids(run.inputsOf(item.task())).equals(cids(request.inputs()));
  }

  private static Set<Cid> cids(List<Result> results) {
    return results.stream().map(Result::cid).collect(Collectors.toSet());
  }

  /// Notes that no step of a task follows: its slot will be free in a moment.
  void ending(Item item) {
    if (running.containsKey(item) && !left.contains(item)) {
      ending.add(item);
    }
  }

  /// Notes that nothing of a task runs any more: its slot is free.
  void left(Item item) {
    ending.remove(item);
    if (running.containsKey(item)) {
      left.add(item);
    }
  }

  /// Notes that a task has ended by itself and only its result is still to be written.
  void reported(Item item) {
    stopping.add(item);
    left(item);
  }

  /// Has a task's processes stopped; its slot is free once it reports.
  ///
  /// @param why a sentence for its log
  void stop(Item item, String why) {
    JobRequest request = running.get(item);
    if (request != null && stopping.add(item)) {
      port.cancel(request.claim(), why);
    }
  }

  boolean isEmpty() {
    return running.isEmpty();
  }

  /// Has those stopped whose run is gone.
  void stopUnless(Predicate<Item> known) {
    for (Item item : running.keySet()) {
      if (!known.test(item)) {
        stop(item, "The run is no more.");
      }
    }
  }

  /// Has all stopped.
  ///
  /// @return what was running
  List<JobRequest> stopAll() {
    List.copyOf(running.keySet()).forEach(item -> stop(item, "The node is going down."));
    return List.copyOf(running.values());
  }

  void remove(Item item) {
    running.remove(item);
    stopping.remove(item);
    ending.remove(item);
    left.remove(item);
  }

  /// Slots in use. Of tasks whose result is still to be made and written only as many are left out
  /// as there are slots, so that a slow disk holds the work up.
  int slotsInUse(int slots) {
    return running.size() - Math.min(left.size(), slots);
  }

  /// The same without those that will be free in a moment.
  int slotsKept(int slots) {
    return slotsInUse(slots) - ending.size();
  }

  List<Cid> claims() {
    return running.values().stream().map(JobRequest::claim).toList();
  }
}
