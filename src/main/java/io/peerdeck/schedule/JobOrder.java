package io.peerdeck.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which job comes after which.
final class JobOrder {
  private JobOrder() {}

  /// @throws ScheduleException when a job is there twice, needs one that is not, or jobs need each
  ///     other in a circle
  static void check(List<Submission.Job> jobs, int mostTasks) {
    Set<String> ids = new HashSet<>();
    long tasks = 0;
    for (Submission.Job job : jobs) {
      if (!ids.add(job.id())) {
        throw new ScheduleException("job `" + job.id() + "` is there twice");
      }
      tasks += job.count();
    }
    if (tasks > mostTasks) {
      throw new ScheduleException("a run has at most " + mostTasks + " tasks, not " + tasks);
    }
    for (Submission.Job job : jobs) {
      for (String need : job.needs()) {
        if (!ids.contains(need)) {
          throw new ScheduleException(
              "job `" + job.id() + "` needs `" + need + "`, which does not exist");
        }
      }
    }
    if (topological(jobs).size() < jobs.size()) {
      throw new ScheduleException("the jobs need each other in a circle");
    }
  }

  /// Jobs after all they need; fewer than given if there is a circle.
  static List<Submission.Job> topological(List<Submission.Job> jobs) {
    Map<String, Integer> open = new HashMap<>();
    Map<String, List<Submission.Job>> dependents = new HashMap<>();
    Deque<Submission.Job> free = new ArrayDeque<>();
    for (Submission.Job job : jobs) {
      Set<String> needs = new LinkedHashSet<>(job.needs());
      open.put(job.id(), needs.size());
      needs.forEach(need -> dependents.computeIfAbsent(need, n -> new ArrayList<>()).add(job));
      if (needs.isEmpty()) {
        free.add(job);
      }
    }
    List<Submission.Job> sorted = new ArrayList<>(jobs.size());
    while (!free.isEmpty()) {
      Submission.Job job = free.remove();
      sorted.add(job);
      for (Submission.Job dependent : dependents.getOrDefault(job.id(), List.of())) {
        if (open.merge(dependent.id(), -1, Integer::sum) == 0) {
          free.add(dependent);
        }
      }
    }
    return sorted;
  }

  /// For each job all it rests on: its needs, their needs, and so on.
  static Map<String, Set<String>> ancestors(List<Submission.Job> jobs) {
    Map<String, Set<String>> ancestors = new LinkedHashMap<>();
    for (Submission.Job job : topological(jobs)) {
      Set<String> all = new LinkedHashSet<>();
      for (String need : job.needs()) {
        all.addAll(ancestors.getOrDefault(need, Set.of()));
        all.add(need);
      }
      ancestors.put(job.id(), all);
    }
    return ancestors;
  }
}
