package io.peerdeck.schedule;

import io.peerdeck.schedule.TaskState.Seal;
import io.peerdeck.schedule.TaskState.Wait;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the tasks of one job are to each other: `fail-fast` and `max-parallel`, decided by the
/// entries alone, so that all peers decide the same.
///
/// A failure calls its siblings off once it is sealed, because then it stays: who runs one of them
/// ends it, and who claims one of the others ends it at once. Of those not ended, the first in
/// order may run, as many as the job allows; two sides of a partition may each let the next one
/// begin.
final class Siblings {
  private Siblings() {}

  /// The tasks of a job; those of another combination of the calls around it are no siblings.
  ///
  /// @param known the terms of tasks that differ from the job's, by index
  static List<TaskState> judged(
      Submission.Job job, Map<Integer, JobTerms> known, List<TaskState> tasks) {
    JobTerms terms = job.terms();
    if (terms.late().isEmpty()
        && (terms.calls().isEmpty() || !(terms.failFast() || terms.maxParallel() > 0))) {
      return judged(terms, tasks);
    }
    Map<Integer, List<TaskState>> combinations = new LinkedHashMap<>();
    for (TaskState task : tasks) {
      combinations
          .computeIfAbsent(Combinations.of(terms, task.key().index()), of -> new ArrayList<>())
          .add(task);
    }
    return new ArrayList<>(
        combinations.values().stream()
            .flatMap(
                each ->
                    judged(known.getOrDefault(each.getFirst().key().index(), terms), each).stream())
            .toList());
  }

  private static List<TaskState> judged(JobTerms terms, List<TaskState> tasks) {
    Optional<String> calledOff = terms.failFast() ? failure(tasks) : Optional.empty();
    List<TaskState> judged = new ArrayList<>(tasks.size());
    int open = 0;
    for (TaskState task : tasks) {
      if (task.status().finished()) {
        judged.add(task);
      } else if (calledOff.isPresent()) {
        judged.add(task.calledOff(calledOff.get()));
      } else {
        open++;
        boolean waits =
            terms.maxParallel() > 0
                && open > terms.maxParallel()
                && task.ready()
                && task.status() != RunStatus.IN_PROGRESS;
        judged.add(waits ? task.as(RunStatus.PENDING, Wait.TURN) : task);
      }
    }
    return judged;
  }

  private static Optional<String> failure(List<TaskState> tasks) {
    return tasks.stream()
        .filter(task -> task.status() == RunStatus.FAILED)
        .filter(task -> task.seal() != Seal.NONE && task.takenFrom().isEmpty())
        .findFirst()
        .map(task -> "Cancelled because " + task.key() + " failed (fail-fast).");
  }
}
