package io.peerdeck.workflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `concurrency` of a workflow or a job.
///
/// @param group the group's name; must be known before the run, but for its own id and submitter
/// @param cancelInProgress a boolean, or an expression that gives one, known before the run
/// @param queues whether all that enter the group wait their turn: `queue: max`
/// @param call where it is of a call of a workflow, whose jobs are in it as one: the id of the call
public record Concurrency(
    Template group, Template cancelInProgress, boolean queues, Optional<String> call) {
  static final String EITHER =
      "'queue: max' and 'cancel-in-progress: true' exclude each other; remove one of them";

  Concurrency(Template group, Template cancelInProgress, boolean queues) {
    this(group, cancelInProgress, queues, Optional.empty());
  }

  /// The same for the jobs of a call together.
  Concurrency ofCall(String id) {
    return new Concurrency(group, cancelInProgress, queues, Optional.of(id));
  }

  /// With its expressions evaluated.
  ///
  /// @throws WorkflowException with the place in the file, if the group has no name
  PlannedGroup planned(EvaluationContext context) {
    String name = group.text(ofRun(context)).strip();
    if (name.isEmpty() || name.length() > PlannedGroup.MAX_NAME) {
      throw new WorkflowException(
          List.of(
              Diagnostic.error(
                  group.position(),
                  "The concurrency group must have a name of 1 to "
                      + PlannedGroup.MAX_NAME
                      + " characters")));
    }
    boolean cancels = cancelInProgress.evaluate(context).isTruthy();
    if (cancels && queues) {
      throw new WorkflowException(List.of(Diagnostic.error(cancelInProgress.position(), EITHER)));
    }
    return new PlannedGroup(name, cancels, call.orElse(""), queues);
  }

  /// With what a group may name besides.
  static EvaluationContext ofRun(EvaluationContext context) {
    Map<String, Value> members = new LinkedHashMap<>(PlannedGroup.OF_RUN);
    if (context.context("github") instanceof Value.Obj github) {
      members.putAll(github.members());
    }
    return context.with("github", new Value.Obj(members));
  }
}
