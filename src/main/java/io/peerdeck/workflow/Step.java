package io.peerdeck.workflow;

import java.util.Optional;

/// One step of a job.
public sealed interface Step permits RunStep, UsesStep {

  /// The step's place in the job, from 1.
  int number();

  /// The `id`, by which the `steps` context knows the step.
  Optional<String> id();

  /// The `name` key.
  Optional<Template> name();

  /// `if`, with GitHub's implicit `success()`.
  Condition condition();

  /// The step's own variables.
  Variables env();

  /// A boolean, or an expression that gives one.
  Template continueOnError();

  /// Minutes, a number or an expression that gives one.
  Optional<Template> timeoutMinutes();

  /// Where the step begins.
  Position position();

  /// The name shown where the file gives none: `Run ` and the first line of the script, or the
  /// action.
  String defaultName();

  /// The name shown for the step: `name` with its expressions evaluated, or [#defaultName()].
  ///
  /// @throws ExpressionException if an expression in the name fails
  default String displayName(EvaluationContext context) {
    return name()
        .map(template -> template.text(context))
        .filter(text -> !text.isBlank())
        .orElseGet(this::defaultName);
  }
}
