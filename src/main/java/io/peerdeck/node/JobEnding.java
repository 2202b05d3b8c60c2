package io.peerdeck.node;

import io.peerdeck.runner.JobConditions;
import io.peerdeck.runner.JobOutcome;
import io.peerdeck.schedule.Conclusion;
import io.peerdeck.workflow.ExpressionException;
import io.peerdeck.workflow.Job;
import io.peerdeck.workflow.PlannedInstance;

/// What a job's end counts as, and the sentence that goes with it.
record JobEnding(Conclusion conclusion, String message) {
  static JobEnding of(
      Job job,
      PlannedInstance instance,
      JobInputs inputs,
      SubmittedFiles.Opened opened,
      JobOutcome outcome) {
    Conclusion conclusion = Conclusion.parse(outcome.conclusion().text());
    if (conclusion != Conclusion.FAILURE) {
      return new JobEnding(conclusion, outcome.message());
    }
    try {
      return JobConditions.continuesOnError(
              job, instance, inputs.github(), inputs.needs(), opened.plan().inputs(), inputs.vars())
          ? new JobEnding(
              Conclusion.SUCCESS,
              "Failed, and counts as a success by its continue-on-error: " + outcome.message())
          : new JobEnding(conclusion, outcome.message());
    } catch (ExpressionException e) {
      return new JobEnding(
          conclusion,
          outcome.message() + " Its continue-on-error cannot be told: " + e.getMessage());
    }
  }
}
