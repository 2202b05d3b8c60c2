package io.peerdeck.workflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Which jobs a submission skips in any case: their `if` names only what the submission decides,
/// and is false by that; or it asks for the success of such a job. GitHub skips them without a
/// runner, so that here a peer of any labels may.
final class SkippedJobs {
  private final Workflow workflow;
  private final EvaluationContext known;
  private final Map<String, Boolean> answers = new LinkedHashMap<>();

  /// @param known `inputs` and `github` as the submission decides them
  SkippedJobs(Workflow workflow, EvaluationContext known) {
    this.workflow = workflow;
    this.known = known;
  }

  boolean contains(Job job) {
    Boolean answer = answers.get(job.id());
    if (answer == null) {
      answers.put(job.id(), false); // needs go in no circle; if one did, nothing is known of it
      answer = isNever(job, job.condition().expression());
      answers.put(job.id(), answer);
    }
    return answer;
  }

  private boolean isNever(Job job, Expression expression) {
    return switch (expression) {
      case Expression.And and -> and.operands().stream().anyMatch(each -> isNever(job, each));
      case Expression.Or or -> or.operands().stream().allMatch(each -> isNever(job, each));
      case Expression.Call call when Expressions.isCallOf(call, "success") ->
          job.needs().stream().anyMatch(this::isSkipped);
      case Expression.Comparison comparison when asksForSuccess(comparison) ->
          isSkipped(Expressions.path(comparison.left()).get(1));
      default -> isKnown(expression) && !isTruthy(expression);
    };
  }

  private boolean isSkipped(String id) {
    return workflow.jobs().values().stream()
        .filter(job -> job.id().equalsIgnoreCase(id))
        .anyMatch(this::contains);
  }

  /// `needs.<job_id>.result == 'success'`.
  private static boolean asksForSuccess(Expression.Comparison comparison) {
    List<String> path = Expressions.path(comparison.left());
    return comparison.operator() == Expression.Operator.EQUAL
        && path.size() == 3
        && path.getFirst().equalsIgnoreCase("needs")
        && path.getLast().equalsIgnoreCase("result")
        && comparison.right() instanceof Expression.Literal(Value.Str(String text))
        && text.toLowerCase(Locale.ROOT).equals("success");
  }

  /// Variables are those of the machine that asks the `if`, and how jobs end is not known.
  private static boolean isKnown(Expression expression) {
    return BeforeRun.isKnown(expression)
        && !Expressions.names(expression, "vars")
        && !expression.callsStatusFunction();
  }

  private boolean isTruthy(Expression expression) {
    try {
      return expression.evaluate(known).isTruthy();
    } catch (ExpressionException fails) {
      return true; // whoever has the job says why
    }
  }
}
