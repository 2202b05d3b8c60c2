package io.peerdeck.schedule;

import io.peerdeck.multiformats.PeerdeckException;
import io.peerdeck.workflow.LateMatrix;
import io.peerdeck.workflow.LateTerms;
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
  private final Map<String, LateTerms> terms = new LinkedHashMap<>();

  LateTasks(Submission submission) {
    this.submission = submission;
    for (Submission.Job job : submission.jobs()) {
      job.terms().matrix().ifPresent(text -> matrices.put(job.id(), read(text)));
      job.terms().late().flatMap(LateTasks::readTerms).ifPresent(late -> terms.put(job.id(), late));
    }
  }

  /// The tasks of a job.
  ///
  /// @param indices in order
  /// @param terms of those whose job's are [LateTerms] and known by now
  record Laid(List<Integer> indices, Map<Integer, JobTerms> terms) {}

  /// One that nobody can read leaves the job with one task, which fails and says why.
  private static Optional<LateMatrix> read(String text) {
    try {
      return Optional.of(LateMatrix.parse(text));
    } catch (WorkflowException unreadable) {
      return Optional.empty();
    }
  }

  /// Where nobody can read them, whoever runs a task says so.
  private static Optional<LateTerms> readTerms(String text) {
    try {
      return Optional.of(LateTerms.parse(text));
    } catch (WorkflowException unreadable) {
      return Optional.empty();
    }
  }

  /// A job's tasks. One task stands for those that are not known until
  /// what they rest on is sealed, and for those of results that make no matrix: it fails and says
  /// why.
  ///
  /// @param earlier the tasks folded before, by job
  /// @param room how many tasks the run may still have; where there would be more, there is one,
  ///     which fails
  Laid laid(Submission.Job job, Map<String, List<TaskState>> earlier, int room) {
    if (job.terms().matrix().isEmpty()) {
      return new Laid(IntStream.range(0, job.count()).boxed().toList(), Map.of());
    }
    Optional<LateMatrix> matrix = matrices.getOrDefault(job.id(), Optional.empty());
    if (matrix.isEmpty()) {
      return new Laid(List.of(0), Map.of());
    }
    List<LateMatrix.Instance> instances =
        matrix
            .get()
            .instances(
                Math.max(1, room),
                (calls, index, jobs) ->
                    sealed(job, calls, index, jobs.map(List::copyOf).orElse(job.needs()), earlier));
    return new Laid(
        instances.stream().map(LateMatrix.Instance::index).toList(),
        terms(job, instances, earlier));
  }

  private Map<Integer, JobTerms> terms(
      Submission.Job job,
      List<LateMatrix.Instance> instances,
      Map<String, List<TaskState>> earlier) {
    LateTerms late = terms.get(job.id());
    if (late == null) {
      return Map.of();
    }
    Map<Integer, JobTerms> known = new LinkedHashMap<>();
    for (LateMatrix.Instance instance : instances) {
      Optional<Value.Obj> needs =
          late.restOnNeeds() && instance.isKnown()
              ? sealed(job, Integer.MAX_VALUE, instance.index(), job.needs(), earlier)
              : Optional.empty();
      if (instance.isKnown() && needs.isPresent() == late.restOnNeeds()) {
        try {
          known.put(instance.index(), job.terms().with(late.of(instance, needs)));
        } catch (PeerdeckException refused) {
          // it is in no group and not bound; whoever runs it fails at the same, and tells
        }
      }
    }
    return known;
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
