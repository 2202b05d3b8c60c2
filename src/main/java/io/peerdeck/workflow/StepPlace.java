package io.peerdeck.workflow;

/// Where a step stands: in a job, or in a composite action, where fewer keys and contexts exist.
enum StepPlace {
  JOB(ExpressionScope.STEP_IF, ExpressionScope.STEP_KEY, ExpressionScope.STEP_SHELL),
  COMPOSITE(
      ExpressionScope.COMPOSITE_IF, ExpressionScope.COMPOSITE_KEY, ExpressionScope.COMPOSITE_KEY);

  private final ExpressionScope condition;
  private final ExpressionScope key;
  private final ExpressionScope shell;

  StepPlace(ExpressionScope condition, ExpressionScope key, ExpressionScope shell) {
    this.condition = condition;
    this.key = key;
    this.shell = shell;
  }

  /// What an `if` may name.
  ExpressionScope condition() {
    return condition;
  }

  /// What any other key may name.
  ExpressionScope key() {
    return key;
  }

  ExpressionScope shell() {
    return shell;
  }
}
