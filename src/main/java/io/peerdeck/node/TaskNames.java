package io.peerdeck.node;

import io.peerdeck.runner.NeededJob;
import io.peerdeck.schedule.RunState;
import io.peerdeck.schedule.TaskKey;
import io.peerdeck.workflow.PlannedInstance;
import io.peerdeck.workflow.PlannedJob;
import io.peerdeck.workflow.WorkflowException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The names of a run's tasks as its file gives them, for one look at the run; without the file
/// they are called by their keys.
final class TaskNames {
  private final RunState run;
  private final Optional<SubmittedFiles.Opened> opened;
  private final Map<Late, Map<Integer, String>> late = new HashMap<>();

  /// Tasks whose instances rest on the same results.
  private record Late(String job, Map<String, NeededJob> needs) {}

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
                            unfolded(file, job, task)
                                .or(() -> job.instance(task.index()).map(PlannedInstance::name))))
        .orElse(task.toString());
  }

  private Optional<String> unfolded(SubmittedFiles.Opened file, PlannedJob job, TaskKey task) {
    if (job.late().isEmpty()) {
      return Optional.empty();
    }
    Map<String, NeededJob> needs = JobInputs.needs(run.inputsOf(task), file.job(job.id()));
    return Optional.ofNullable(
        late.computeIfAbsent(new Late(job.id(), needs), key -> names(file, job.id(), needs))
            .get(task.index()));
  }

  private static Map<Integer, String> names(
      SubmittedFiles.Opened file, String job, Map<String, NeededJob> needs) {
    try {
      return file.plan().instances(file.job(job), SubmittedFiles.Opened.context(needs)).stream()
          .collect(Collectors.toMap(PlannedInstance::index, PlannedInstance::name));
    } catch (WorkflowException notYet) {
      return Map.of(); // nor ever, if what the needs gave makes no matrix: the task says so
    }
  }
}
