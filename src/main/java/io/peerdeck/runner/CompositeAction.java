package io.peerdeck.runner;

import io.peerdeck.multiformats.PeerdeckException;
import io.peerdeck.workflow.ActionRuns;
import io.peerdeck.workflow.EvaluationContext;
import io.peerdeck.workflow.Step;
import io.peerdeck.workflow.Template;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Runs the steps of a composite action as part of the step that uses it.
final class CompositeAction {
  // https://github.com/actions/runner: ten actions inside each other, the first is at depth 0.
  static final int MAX_DEPTH = 9;

  private final JobContexts contexts;
  private final JobEnvironment environment;
  private final JobStatus status;

  CompositeAction(JobContexts contexts, JobEnvironment environment, JobStatus status) {
    this.contexts = contexts;
    this.environment = environment;
    this.status = status;
  }

  StepEnd run(
      ReadyStep ready,
      LocalAction action,
      ActionRuns.Composite runs,
      ActionInputs inputs,
      StepRunner steps) {
    if (ready.scope().depth() > MAX_DEPTH) {
      throw new RunnerException("Composite action depth exceeded max depth " + MAX_DEPTH + ".");
    }
    final StepScope scope =
        ready.scope().inside(inputs.context(), action.folder(), ready.own(), ready.step().number());
    String message = "";
    for (final Step step : runs.steps()) {
      final JobDeadlines.Cause cause = ready.deadline().cause();
      if (cause == JobDeadlines.Cause.STEP_TIMEOUT || cause == JobDeadlines.Cause.STOPPED) {
        break;
      }
      final StepEnd end = step(step, scope, ready, steps);
      final Conclusion before = scope.status();
      scope.ended(step.id(), end, steps.conclude(step, scope, ready.number(), end));
      if (before == Conclusion.SUCCESS && scope.status() != Conclusion.SUCCESS) {
        message = end.message();
      }
    }
    final Conclusion ended =
        scope.status() == Conclusion.SUCCESS && ready.deadline().cause() != JobDeadlines.Cause.NONE
            ? Conclusion.CANCELLED
            : scope.status();
    return new StepEnd(ended, OptionalInt.empty(), outputs(action, scope), message);
  }

  private static StepEnd step(Step step, StepScope scope, ReadyStep around, StepRunner steps) {
    try {
      final Optional<ReadyStep> ready =
          steps.ready(step, scope, around.number(), Optional.of(around));
      return ready.map(steps::run).orElse(StepEnd.SKIPPED);
    } catch (PeerdeckException e) {
      return steps.failed(around.number(), e);
    }
  }

  private Map<String, String> outputs(LocalAction action, StepScope scope) {
    final Map<String, String> env = new LinkedHashMap<>(environment.variables());
    env.putAll(scope.env());
    final EvaluationContext context =
        contexts.at(scope, env, status.conclusion(), scope.status(status.conclusion()));
    final Map<String, String> outputs = new LinkedHashMap<>();
    for (final Map.Entry<String, Template> output : action.file().outputs().entrySet()) {
      outputs.put(output.getKey(), output.getValue().text(context));
    }
    return outputs;
  }
}
