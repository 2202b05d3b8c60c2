package io.peerdeck.runner;

import io.peerdeck.workflow.EvaluationContext;
import io.peerdeck.workflow.Step;
import io.peerdeck.workflow.Value;
import java.util.Map;
import java.util.Optional;

/// A step whose condition holds, about to run.
///
/// @param number of the job's step that it is, or is part of
/// @param around the step whose action this one belongs to
/// @param own the step's own variables
/// @param env workflow, job and step variables together
record ReadyStep(
    Step step,
    Optional<ReadyStep> around,
    StepScope scope,
    int number,
    String name,
    EvaluationContext context,
    Map<String, String> own,
    Map<String, String> env,
    JobDeadlines.StepDeadline deadline) {

  /// The step whose time is counted: one of an action has none of its own.
  ReadyStep timed() {
    return around.map(ReadyStep::timed).orElse(this);
  }

  /// What `github` says of it under a name, such as `action`.
  String github(String name) {
    return context.contexts().get("github") instanceof Value.Obj github
        ? github.get(name).text()
        : "";
  }

  /// As the message of a timeout names it.
  String minutes() {
    return step.timeoutMinutes().map(minutes -> minutes.text(context)).orElse("0");
  }
}
