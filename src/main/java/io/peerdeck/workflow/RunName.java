package io.peerdeck.workflow;

import java.util.Map;

/// The name that a run is shown under: its `run-name`, which is evaluated where it is submitted, by
/// all that GitHub allows there.
public final class RunName {
  /// Stands for the run's number, which it has only once it is submitted.
  public static final String NUMBER = "⟨run_number⟩";

  private RunName() {}

  /// The name; the workflow's title where the file says none, or a blank one.
  ///
  /// @param github the `github` context; [#NUMBER] and [PlannedGroup#RUN] stand for what is not
  ///     known yet
  /// @param vars the submitter's variables
  /// @throws WorkflowException with the place in the file, if an expression fails
  public static String of(
      Workflow workflow, Value.Obj inputs, Value.Obj github, Map<String, String> vars) {
    EvaluationContext context =
        EvaluationContext.of(
            Map.of("inputs", inputs, "github", github, "vars", Value.ofTexts(vars, false)));
    return workflow
        .runName()
        .map(name -> name.text(context).strip())
        .filter(text -> !text.isBlank())
        .orElse(workflow.title());
  }
}
