package io.peerdeck.workflow;

/// `concurrency` of a workflow or a job.
///
/// @param group the group's name; must be known before the run
/// @param cancelInProgress a boolean, or an expression that gives one, known before the run
public record Concurrency(Template group, Template cancelInProgress) {
  /// With its expressions evaluated.
  ///
  /// @throws WorkflowException with the place in the file, if the group has no name
  PlannedGroup planned(EvaluationContext context) {
    String name = group.text(context).strip();
    if (name.isEmpty() || name.length() > PlannedGroup.MAX_NAME) {
      throw new WorkflowException(
          java.util.List.of(
              Diagnostic.error(
                  group.position(),
                  "The concurrency group must have a name of 1 to "
                      + PlannedGroup.MAX_NAME
                      + " characters")));
    }
    return new PlannedGroup(name, cancelInProgress.evaluate(context).isTruthy());
  }
}
