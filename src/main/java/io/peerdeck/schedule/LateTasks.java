package io.peerdeck.schedule;

import io.peerdeck.workflow.LateMatrix;
import io.peerdeck.workflow.Value;
import io.peerdeck.workflow.WorkflowException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Which tasks a job has. Where its matrices rest on results, every peer finds the same from the
/// sealed results alone.
final class LateTasks {
  private final Submission submission;
  private final Map<String, Optional<LateMatrix>> matrices = new LinkedHashMap<>();

  LateTasks(Submission submission) {
    this.submission = submission;
    for (Submission.Job job : submission.jobs()) {
      job.terms().matrix().ifPresent(text -> matrices.put(job.id(), read(text)));
    }
  }

  /// One that nobody can read leaves the job with one task, which fails and says why.
  private static Optional<LateMatrix> read(String text) {
    try {
      return Optional.of(LateMatrix.parse(text));
    } catch (WorkflowException unreadable) {
      return Optional.empty();
    }
  }

  /// The indices of a job's tasks, in order. One task stands for those that are not known until
  /// what they rest on is sealed, and for those of results that make no matrix: it fails and says
  /// why.
  ///
  /// @param earlier the tasks folded before, by job
  /// @param room how many tasks the run may still have; where there would be more, there is one,
  ///     which fails
  List<Integer> indices(Submission.Job job, Map<String, List<TaskState>> earlier, int room) {
    if (job.terms().matrix().isEmpty()) {
      return IntStream.range(0, job.count()).boxed().toList();
    }
    Optional<LateMatrix> matrix = matrices.getOrDefault(job.id(), Optional.empty());
    return matrix
        .map(
            known ->
                known.indices(
                    Math.max(1, room),
                    (calls, index, jobs) ->
                        sealed(
                            job,
                            calls,
                            index,
                            jobs.map(List::copyOf).orElse(job.needs()),
                            earlier)))
        .orElse(List.of(0));
  }

  /// The `needs` context, of the tasks of one combination; empty until all of them are sealed.
  private Optional<Value.Obj> sealed(
      Submission.Job job,
      int calls,
      int index,
      Collection<String> jobs,
      Map<String, List<TaskState>> earlier) {
    Map<String, String> results = new LinkedHashMap<>();
    Map<String, Map<String, String>> outputs = new LinkedHashMap<>();
    for (String need : job.needs()) {
      if (jobs.stream().noneMatch(need::equalsIgnoreCase)) {
        continue;
      }
      int shared = Math.min(calls, shared(job, need));
      List<RunEvent.Finished> finished = new ArrayList<>();
      for (TaskState task : earlier.getOrDefault(need, List.of())) {
        if (Combinations.areSame(shared, index, task.key().index())) {
          if (task.result().isEmpty() || !task.sealed()) {
            return Optional.empty();
          }
          finished.add(task.result().get().finished());
        }
      }
      results.put(need, RunEvent.Finished.conclusionOf(finished).text());
      outputs.put(need, RunEvent.Finished.outputsOf(finished));
    }
    return Optional.of(LateMatrix.needs(results, outputs));
  }

  private int shared(Submission.Job job, String need) {
    return job.terms().calls().isEmpty()
        ? 0
        : submission
            .job(need)
            .map(other -> Combinations.shared(job.terms(), other.terms()))
            .orElse(0);
  }
}
