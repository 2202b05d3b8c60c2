package io.peerdeck.runner;

import io.peerdeck.workflow.EvaluationContext;
import io.peerdeck.workflow.FileHashes;
import io.peerdeck.workflow.Job;
import io.peerdeck.workflow.PlannedInstance;
import io.peerdeck.workflow.StatusCheck;
import io.peerdeck.workflow.Value;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/// Decides, once all needed jobs are over, whether a job shall run.
public final class JobConditions {
  private JobConditions() {}

  /// Whether the job's `if` holds. `success()` is true if each needed job succeeded, `failure()` if
  /// any job in the chain of needs failed, `cancelled()` if the run was cancelled.
  ///
  /// @param around what the job sees of the matrices of the calls around it, by context
  /// @param needs the jobs it needs directly, by id
  /// @param vars this peer's variables
  /// @param chain results of all jobs it needs, directly or not
  /// @param runCancelled whether the run as a whole was cancelled
  /// @throws io.peerdeck.workflow.ExpressionException if the expression fails; the job then fails
  ///     with that message
  public static boolean shouldRun(
      Job job,
      Map<String, Value> around,
      Value.Obj github,
      Map<String, NeededJob> needs,
      Value.Obj inputs,
      Map<String, String> vars,
      Collection<Conclusion> chain,
      boolean runCancelled) {
    final boolean success =
        !runCancelled
            && needs.values().stream().allMatch(need -> need.result() == Conclusion.SUCCESS);
    final boolean failure = !runCancelled && chain.contains(Conclusion.FAILURE);
    final Map<String, Value> contexts = contexts(github, needs, inputs, vars);
    contexts.putAll(around);
    return job.condition()
        .holds(
            new EvaluationContext(
                contexts, new StatusCheck(success, failure, runCancelled), FileHashes.NONE));
  }

  /// Whether a job that failed counts as a success, because its `continue-on-error` holds.
  ///
  /// @throws io.peerdeck.workflow.ExpressionException if the expression fails
  public static boolean continuesOnError(
      Job job,
      PlannedInstance instance,
      Value.Obj github,
      Map<String, NeededJob> needs,
      Value.Obj inputs,
      Map<String, String> vars) {
    final Map<String, Value> contexts = contexts(github, needs, inputs, vars);
    contexts.put("matrix", instance.matrix());
    contexts.put("strategy", instance.strategy());
    contexts.putAll(instance.around());
    return job.continueOnError()
        .bool(new EvaluationContext(contexts, StatusCheck.FAILURE, FileHashes.NONE));
  }

  private static Map<String, Value> contexts(
      Value.Obj github, Map<String, NeededJob> needs, Value.Obj inputs, Map<String, String> vars) {
    final Map<String, Value> contexts = new LinkedHashMap<>();
    contexts.put("github", github);
    contexts.put("needs", JobContexts.needs(needs));
    contexts.put("inputs", inputs);
    contexts.put("vars", Value.ofTexts(vars, false));
    return contexts;
  }
}
