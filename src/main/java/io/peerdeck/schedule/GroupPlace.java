package io.peerdeck.schedule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What of a run stands in a concurrency group as one: a task, or all tasks of a call.
///
/// @param number of its first task in the run
record GroupPlace(int number, ConcurrencyGroup group, List<TaskState> tasks) {

  /// The places of a run, in the order of its tasks.
  static Collection<GroupPlace> of(RunState run) {
    Map<Object, GroupPlace> places = new LinkedHashMap<>();
    int number = 0;
    for (TaskState task : run.tasks()) {
      int here = number++;
      group(run, task)
          .ifPresent(
              group ->
                  places
                      .computeIfAbsent(
                          group.call().isEmpty() ? task.key() : group.call(),
                          key -> new GroupPlace(here, group, new ArrayList<>()))
                      .tasks
                      .add(task));
    }
    return places.values();
  }

  private static Optional<ConcurrencyGroup> group(RunState run, TaskState task) {
    return run.submission()
        .job(task.key().job())
        .flatMap(job -> job.terms().groupOf(task.key().index()))
        .map(group -> group.of(run.id(), run.submitter()));
  }

  /// The group of the run as a whole.
  static Optional<ConcurrencyGroup> group(RunState run) {
    return run.submission().terms().group().map(group -> group.of(run.id(), run.submitter()));
  }

  /// Whether there is something left of it.
  boolean isOpen() {
    return !tasks.stream().allMatch(task -> task.status().finished());
  }

  /// Whether it has the group until it ends: a task of it runs, or has ended.
  boolean hasBegun() {
    return tasks.stream()
        .anyMatch(task -> task.status() == RunStatus.IN_PROGRESS || task.status().finished());
  }

  /// Whether a task of it could run.
  boolean isReady() {
    return tasks.stream().anyMatch(task -> task.ready() && !task.status().finished());
  }
}
