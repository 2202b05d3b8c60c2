package io.peerdeck.schedule;

import io.peerdeck.schedule.TaskState.Seal;
import io.peerdeck.schedule.TaskState.Wait;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the combinations of a call's matrix are to each other: `fail-fast` and `max-parallel`, as
/// [Siblings] have them for the tasks of one job.
///
/// A combination fails with the first of its tasks that does; its own other tasks go on.
final class CallSiblings {
  /// @param tasks by combination, as places in the list of all
  private record Family(CallTerms terms, Map<String, List<Integer>> tasks) {}

  private CallSiblings() {}

  static List<TaskState> judged(Submission submission, List<TaskState> tasks) {
    List<TaskState> judged = new ArrayList<>(tasks);
    families(submission, tasks).values().forEach(family -> judge(family, judged));
    return judged;
  }

  /// Outer calls come before those in them.
  private static Map<String, Family> families(Submission submission, List<TaskState> tasks) {
    Map<String, JobTerms> terms = new LinkedHashMap<>();
    submission.jobs().forEach(job -> terms.put(job.id(), job.terms()));
    Map<String, Family> families = new LinkedHashMap<>();
    for (int place = 0; place < tasks.size(); place++) {
      TaskKey key = tasks.get(place).key();
      JobTerms own = terms.getOrDefault(key.job(), JobTerms.NONE);
      String around = "";
      for (CallTerms call : own.calls()) {
        String name = around + call.call();
        String combination =
            call.isOpen()
                ? "#" + Combinations.of(own, key.index(), call.call())
                : call.combination();
        families
            .computeIfAbsent(name, id -> new Family(call, new LinkedHashMap<>()))
            .tasks
            .computeIfAbsent(combination, id -> new ArrayList<>())
            .add(place);
        around = name + " " + combination + " / ";
      }
    }
    return families;
  }

  private static void judge(Family family, List<TaskState> tasks) {
    Optional<Failure> failed = family.terms.failFast() ? failed(family, tasks) : Optional.empty();
    if (failed.isPresent()) {
      String why = "Cancelled because " + failed.get().task + " failed (fail-fast).";
      family.tasks.forEach(
          (combination, places) -> {
            if (!combination.equals(failed.get().combination)) {
              places.forEach(
                  place -> {
                    TaskState task = tasks.get(place);
                    if (!task.status().finished() && task.calledOff().isEmpty()) {
                      tasks.set(place, task.calledOff(why));
                    }
                  });
            }
          });
    } else if (family.terms.maxParallel() > 0) {
      takeTurns(family, tasks);
    }
  }

  private record Failure(String combination, TaskKey task) {}

  /// The first task in order that failed for good.
  private static Optional<Failure> failed(Family family, List<TaskState> tasks) {
    for (Map.Entry<String, List<Integer>> combination : family.tasks.entrySet()) {
      for (int place : combination.getValue()) {
        TaskState task = tasks.get(place);
        if (task.status() == RunStatus.FAILED
            && task.seal() != Seal.NONE
            && task.takenFrom().isEmpty()) {
          return Optional.of(new Failure(combination.getKey(), task.key()));
        }
      }
    }
    return Optional.empty();
  }

  private static void takeTurns(Family family, List<TaskState> tasks) {
    int open = 0;
    for (List<Integer> places : family.tasks.values()) {
      if (places.stream().allMatch(place -> tasks.get(place).status().finished())) {
        continue;
      }
      open++;
      if (open > family.terms.maxParallel()) {
        for (int place : places) {
          TaskState task = tasks.get(place);
          if (task.ready()
              && !task.status().finished()
              && task.status() != RunStatus.IN_PROGRESS
              && task.calledOff().isEmpty()) {
            tasks.set(place, task.as(RunStatus.PENDING, Wait.TURN));
          }
        }
      }
    }
  }
}
