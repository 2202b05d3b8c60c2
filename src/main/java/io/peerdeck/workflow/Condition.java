package io.peerdeck.workflow;

import java.util.List;

/// An `if`. Where its text calls no status function, the expression is `success() && (…)`, as at
/// GitHub.
///
/// @param source the text of the file; empty where the file has no `if`
public record Condition(String source, Expression expression, Position position) {

  /// The condition of a job or step without `if`.
  public static Condition success(Position position) {
    return new Condition("", new Expression.Call("success", List.of(), 1), position);
  }

  /// The condition of an action's `post` without `post-if`.
  public static Condition always(Position position) {
    return new Condition("", new Expression.Call("always", List.of(), 1), position);
  }

  /// Whether it is `success()` and nothing else, as where the file has no `if`.
  public boolean isSuccess() {
    return source.isBlank()
        && expression instanceof Expression.Call call
        && call.name().equals("success");
  }

  /// Whether the job or step shall run.
  ///
  /// @throws ExpressionException if the expression fails
  public boolean holds(EvaluationContext context) {
    return ExpressionException.at(position, () -> expression.evaluate(context).isTruthy());
  }
}
