package io.peerdeck.schedule;

import io.peerdeck.multiformats.Cid;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Which tasks of a run are run once more. All that need one of them are as well, and all that
/// never had a result; the others keep the result they have.
public sealed interface Again {
  /// Every task.
  record Whole() implements Again {}

  /// Those that failed or were cancelled.
  record Failed() implements Again {}

  /// One job.
  ///
  /// @param index one instance of it alone; empty for all
  record Job(String job, OptionalInt index) implements Again {}

  /// What the new run has from the old one.
  ///
  /// @throws ScheduleException when there is no such task, nothing failed, or the run has not ended
  static Repeat of(RunState run, Again what) {
    int attempt = run.submission().again().map(repeat -> repeat.attempt() + 1).orElse(2);
    if (what instanceof Whole) {
      return new Repeat(run.id(), attempt, Map.of());
    }
    if (!run.status().finished()) {
      throw new ScheduleException(
          "run " + run.id() + " has not ended; wait for it or cancel it, or run all of it again");
    }
    Set<TaskKey> again = chosen(run, what);
    Map<String, Set<String>> ancestors = run.submission().ancestors();
    Map<TaskKey, Cid> taken = new TreeMap<>();
    for (TaskState task : run.tasks()) {
      Set<String> before = ancestors.getOrDefault(task.key().job(), Set.of());
      boolean rests =
          again.stream()
              .anyMatch(
                  other ->
                      before.contains(other.job())
                          && run.submission().areTogether(task.key(), other));
      if (!again.contains(task.key()) && !rests) {
        task.result().ifPresent(result -> taken.put(task.key(), result.cid()));
      }
    }
    if (!isSealed(run, taken)) {
      throw new ScheduleException(
          "not all results of run "
              + run.id()
              + " are sealed; wait for its submitter, or adopt it when that is gone");
    }
    return new Repeat(run.id(), attempt, taken);
  }

  private static boolean isSealed(RunState run, Map<TaskKey, Cid> taken) {
    return run.tasks().stream()
        .filter(task -> taken.containsKey(task.key()))
        .noneMatch(task -> task.seal() == TaskState.Seal.NONE);
  }

  private static Set<TaskKey> chosen(RunState run, Again what) {
    Set<TaskKey> chosen =
        run.tasks().stream()
            .filter(task -> isChosen(task, what))
            .map(TaskState::key)
            .collect(Collectors.toSet());
    if (chosen.isEmpty()) {
      throw new ScheduleException(
          what instanceof Job job
              ? "run "
                  + run.id()
                  + " has no task `"
                  + job.job()
                  + (job.index().isPresent() ? ":" + job.index().getAsInt() : "")
                  + "`"
              : "nothing failed in run " + run.id());
    }
    return chosen;
  }

  private static boolean isChosen(TaskState task, Again what) {
    return switch (what) {
      case Whole all -> true;
      case Failed failed ->
          task.status() == RunStatus.FAILED || task.status() == RunStatus.CANCELLED;
      case Job job ->
          task.key().job().equals(job.job())
              && (job.index().isEmpty() || job.index().getAsInt() == task.key().index());
    };
  }
}
