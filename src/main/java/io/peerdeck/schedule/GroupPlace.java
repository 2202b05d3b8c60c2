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
/// @param around the places it is in besides, which it must have before it may take this one; those
///     of the calls around it, outermost first
record GroupPlace(int number, ConcurrencyGroup group, List<Outer> around, List<TaskState> tasks) {

  /// A place by the group's key and its own number in the run.
  record Outer(String key, int number) {}

  private record Name(Object who, String group) {}

  /// The places of a run, in the order of its tasks, of one task the outermost first.
  static Collection<GroupPlace> of(RunState run) {
    Map<Name, GroupPlace> places = new LinkedHashMap<>();
    int number = 0;
    for (TaskState task : run.tasks()) {
      int here = number++;
      List<Outer> around = new ArrayList<>();
      for (ConcurrencyGroup group : groups(run, task).reversed()) {
        Name name = new Name(who(run, task.key(), group.call()), group.key());
        GroupPlace place =
            places.computeIfAbsent(
                name, key -> new GroupPlace(here, group, List.copyOf(around), new ArrayList<>()));
        place.tasks.add(task);
        around.add(new Outer(name.group, place.number));
      }
    }
    return places.values();
  }

  /// A task by itself, or all tasks of the same combination of a call.
  private static Object who(RunState run, TaskKey task, String call) {
    return call.isEmpty()
        ? task
        : run.submission()
            .job(task.job())
            .map(job -> call + " #" + Combinations.of(job.terms(), task.index(), call))
            .orElse(call);
  }

  private static List<ConcurrencyGroup> groups(RunState run, TaskState task) {
    return run.termsOf(task.key()).groupsOf(task.key().index()).stream()
        .map(group -> group.of(run.id(), run.submitter()))
        .toList();
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
