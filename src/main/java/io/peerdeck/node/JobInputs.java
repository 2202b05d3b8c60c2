package io.peerdeck.node;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.runner.Conclusion;
import io.peerdeck.runner.JobConditions;
import io.peerdeck.runner.NeededJob;
import io.peerdeck.schedule.Repeat;
import io.peerdeck.schedule.RunEvent;
import io.peerdeck.schedule.RunState;
import io.peerdeck.schedule.Submission;
import io.peerdeck.schedule.TaskKey;
import io.peerdeck.schedule.TaskState;
import io.peerdeck.workflow.Job;
import io.peerdeck.workflow.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a job sees of the run around it, taken from the results it rests on.
///
/// @param needs the jobs it needs directly
/// @param chain how all jobs before it ended, needed directly or not
/// @param vars this machine's variables
/// @param artifacts what those jobs uploaded, by name; the last one of a name counts
record JobInputs(
    Value.Obj github,
    Map<String, NeededJob> needs,
    List<Conclusion> chain,
    Map<String, String> vars,
    Map<String, Cid> artifacts) {
  static JobInputs of(
      RunState run,
      TaskKey task,
      List<TaskState.Result> results,
      SubmittedFiles.Opened opened,
      Map<String, String> vars) {
    Map<String, List<RunEvent.Finished>> byJob = new LinkedHashMap<>();
    Map<String, Cid> artifacts = new HashMap<>();
    for (TaskState.Result result : results) {
      RunEvent.Finished finished = result.finished();
      byJob.computeIfAbsent(finished.task().job(), job -> new ArrayList<>()).add(finished);
      finished.artifacts().forEach(artifact -> artifacts.put(artifact.name(), artifact.cid()));
    }
    Map<String, NeededJob> needs = needs(results, opened.job(task.job()));
    List<Conclusion> chain = byJob.values().stream().map(JobInputs::conclusion).toList();
    return new JobInputs(github(run, opened), needs, chain, vars, artifacts);
  }

  /// The jobs that a job needs, by the results it rests on.
  static Map<String, NeededJob> needs(List<TaskState.Result> inputs, Job job) {
    Map<String, List<RunEvent.Finished>> byJob = new LinkedHashMap<>();
    for (TaskState.Result result : inputs) {
      byJob
          .computeIfAbsent(result.finished().task().job(), id -> new ArrayList<>())
          .add(result.finished());
    }
    Map<String, NeededJob> needs = new LinkedHashMap<>();
    for (String need : job.needs()) {
      needs.put(need, needed(byJob.getOrDefault(need, List.of())));
    }
    return needs;
  }

  /// The outputs of a job of several instances are those of the last instance that set them.
  private static NeededJob needed(List<RunEvent.Finished> instances) {
    return new NeededJob(conclusion(instances), RunEvent.Finished.outputsOf(instances));
  }

  private static Conclusion conclusion(List<RunEvent.Finished> instances) {
    return Conclusion.valueOf(RunEvent.Finished.conclusionOf(instances).name());
  }

  /// Whether the job's `if` holds, which no secret decides.
  ///
  /// @throws io.peerdeck.workflow.ExpressionException if the expression fails
  boolean letRun(RunState run, TaskKey task, SubmittedFiles.Opened opened) {
    return JobConditions.shouldRun(
        opened.job(task.job()),
        opened.around(task, needs),
        github,
        needs,
        opened.plan().inputs(),
        vars,
        chain,
        run.cancellation().isPresent());
  }

  String whySkipped(Job job) {
    List<String> unsuccessful =
        needs.entrySet().stream()
            .filter(need -> need.getValue().result() != Conclusion.SUCCESS)
            .map(
                need ->
                    need.getKey()
                        + " ended with "
                        + need.getValue().result().text().toLowerCase(Locale.ROOT))
            .toList();
    return unsuccessful.isEmpty()
        ? "Skipped: the condition of " + job.id() + " is false."
        : "Skipped: " + String.join(", ", unsuccessful) + ".";
  }

  /// The `github` context of a run.
  static Value.Obj github(RunState run, SubmittedFiles.Opened opened) {
    Submission submission = run.submission();
    return new GitHubContext(
            opened.workflow().title(),
            submission.file(),
            submission.happened(),
            submission.terms().revision(),
            GitHubContext.texts(opened.plan().inputs(), submission.inputs()),
            run.submitter(),
            run.id().toString(),
            Integer.toString(submission.terms().number()),
            submission.again().map(Repeat::attempt).orElse(1).toString())
        .value();
  }
}
