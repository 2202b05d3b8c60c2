package io.peerdeck.schedule;

import io.peerdeck.schedule.TaskState.Seal;
import io.peerdeck.schedule.TaskState.Wait;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the combinations of a call's matrix are to each other: `fail-fast` and `max-parallel`, as
/// [Siblings] have them for the tasks of one job.
///
/// A combination fails with the first of its tasks that does; its own other tasks go on.
final class CallSiblings {
  /// @param isKnown whether the bounds are; nothing runs of a call before they are
  /// @param tasks by combination, as places in the list of all
  private record Family(CallTerms terms, boolean isKnown, Map<String, List<Integer>> tasks) {
    static Family of(@Nullable Family family, CallTerms terms, boolean isKnown) {
      if (family == null) {
        return new Family(terms, isKnown, new LinkedHashMap<>());
      }
      return family.isKnown || !isKnown ? family : new Family(terms, true, family.tasks);
    }
  }

  private CallSiblings() {}

  /// @param known the terms of tasks that differ from their job's
  static List<TaskState> judged(
      Submission submission, Map<TaskKey, JobTerms> known, List<TaskState> tasks) {
    List<TaskState> judged = new ArrayList<>(tasks);
    families(submission, known, tasks).values().forEach(family -> judge(family, judged));
    return judged;
  }

  /// Outer calls come before those in them.
  private static Map<String, Family> families(
      Submission submission, Map<TaskKey, JobTerms> known, List<TaskState> tasks) {
    Map<String, JobTerms> terms = new LinkedHashMap<>();
    submission.jobs().forEach(job -> terms.put(job.id(), job.terms()));
    Map<String, Family> families = new LinkedHashMap<>();
    for (int place = 0; place < tasks.size(); place++) {
      TaskKey key = tasks.get(place).key();
      JobTerms own = known.getOrDefault(key, terms.getOrDefault(key.job(), JobTerms.NONE));
      String around = "";
      for (CallTerms call : own.calls()) {
        String name = around + call.call();
        String combination =
            call.isOpen()
                ? "#" + Combinations.of(own, key.index(), call.call())
                : call.combination();
        boolean isKnown = own.late().isEmpty();
        families
            .compute(name, (id, family) -> Family.of(family, call, isKnown))
            .tasks
            .computeIfAbsent(combination, id -> new ArrayList<>())
            .add(place);
        around = name + " " + combination + " / ";
      }
    }
    return families;
  }

  private static void judge(Family family, List<TaskState> tasks) {
    if (!family.isKnown) {
      return;
    }
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
