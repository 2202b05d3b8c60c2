package io.peerdeck.node;

import io.peerdeck.schedule.CallTerms;
import io.peerdeck.schedule.ConcurrencyGroup;
import io.peerdeck.schedule.JobTerms;
import io.peerdeck.schedule.Submission;
import io.peerdeck.workflow.Plan;
import io.peerdeck.workflow.PlannedInstance;
import io.peerdeck.workflow.PlannedJob;
import io.peerdeck.workflow.PlannedStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a file and its plan say of how its jobs are run together, as a submission carries it.
final class SubmittedTerms {
  private SubmittedTerms() {}

  /// The jobs of a plan as a submission names them.
  static List<Submission.Job> jobs(Plan plan) {
    return plan.jobs().stream()
        .map(
            job -> new Submission.Job(job.id(), job.needs(), job.runsOn(), job.count(), terms(job)))
        .toList();
  }

  private static JobTerms terms(PlannedJob job) {
    Optional<PlannedStrategy> strategy =
        job.strategy().filter(found -> job.count() > 1 || job.late().isPresent());
    int parallel = strategy.map(found -> found.maxParallel().orElse(0)).orElse(0);
    return new JobTerms(
        strategy.map(PlannedStrategy::failFast).orElse(false),
        job.late().isPresent() || parallel < job.count() ? parallel : 0,
        groups(job),
        job.instances().stream().map(PlannedInstance::runsOn).distinct().count() == 1
            ? List.of()
            : job.instances().stream().map(PlannedInstance::runsOn).toList(),
        job.late(),
        job.terms(),
        job.calls().stream()
            .map(
                call ->
                    new CallTerms(
                        call.call(),
                        call.combination(),
                        call.strategy().failFast(),
                        call.strategy().maxParallel().orElse(0)))
            .toList());
  }

  /// The groups of a job from the innermost on, each once where it is the same for all instances.
  private static List<List<ConcurrencyGroup>> groups(PlannedJob job) {
    List<List<ConcurrencyGroup>> layers = new ArrayList<>();
    for (int i = 0; i < job.instances().getFirst().groups().size(); i++) {
      int layer = i;
      List<ConcurrencyGroup> groups =
          job.instances().stream()
              .map(instance -> ConcurrencyGroup.of(instance.groups().get(layer)))
              .toList();
      layers.add(groups.stream().distinct().count() == 1 ? groups.subList(0, 1) : groups);
    }
    return layers;
  }
}
