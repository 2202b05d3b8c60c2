package io.peerdeck.node;

import io.peerdeck.runner.NeededJob;
import io.peerdeck.schedule.RunState;
import io.peerdeck.schedule.TaskKey;
import io.peerdeck.workflow.Plan;
import io.peerdeck.workflow.PlannedInstance;
import io.peerdeck.workflow.PlannedJob;
import io.peerdeck.workflow.WorkflowException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The names of a run's tasks as its file gives them, for one look at the run; without the file
/// they are called by their keys. A name is made of the submission and of sealed results alone, so
/// that all peers show the same; until these are there, the job's id stands in its place.
final class TaskNames {
  private final RunState run;
  private final Optional<SubmittedFiles.Opened> opened;
  private final Map<Unfolded, Map<Integer, String>> unfolded = new HashMap<>();

  /// Tasks whose instances rest on the same results.
  ///
  /// @param needs empty while these are not all sealed
  private record Unfolded(String job, Optional<Map<String, NeededJob>> needs) {}

  TaskNames(RunState run, Optional<SubmittedFiles.Opened> opened) {
    this.run = run;
    this.opened = opened;
  }

  String of(TaskKey task) {
    return opened
        .flatMap(
            file ->
                file.plan()
                    .job(task.job())
                    .flatMap(
                        job ->
                            inRun(file, job, task)
                                .or(() -> job.instance(task.index()).map(PlannedInstance::name))))
        .orElse(task.toString());
  }

  private Optional<String> inRun(SubmittedFiles.Opened file, PlannedJob job, TaskKey task) {
    if (job.late().isEmpty() && !file.job(job.id()).isNamedInRun()) {
      return Optional.empty();
    }
    Optional<Map<String, NeededJob>> needs =
        run.restsOnSealed(task)
            ? Optional.of(JobInputs.needs(run.inputsOf(task), file.job(job.id())))
            : Optional.empty();
    return Optional.ofNullable(
        unfolded
            .computeIfAbsent(new Unfolded(job.id(), needs), key -> names(file, job, needs))
            .get(task.index()));
  }

  private Map<Integer, String> names(
      SubmittedFiles.Opened file, PlannedJob job, Optional<Map<String, NeededJob>> needs) {
    Plan plan = file.plan().in(JobInputs.github(run, file));
    try {
      List<PlannedInstance> instances =
          needs.isPresent()
              ? plan.instances(
                  file.job(job.id()), SubmittedFiles.Opened.context(needs.orElseThrow()))
              : job.late().isEmpty() ? plan.instances(file.job(job.id())) : List.of();
      return instances.stream()
          .collect(Collectors.toMap(PlannedInstance::index, PlannedInstance::name));
    } catch (WorkflowException notYet) {
      return Map.of(); // nor ever, if what the needs gave makes no matrix: the task says so
    }
  }
}
