package io.peerdeck.runner;

import io.peerdeck.multiformats.PeerdeckException;
import io.peerdeck.runner.LogLine.Level;
import io.peerdeck.workflow.EvaluationContext;
import io.peerdeck.workflow.RunStep;
import io.peerdeck.workflow.StatusCheck;
import io.peerdeck.workflow.Step;
import io.peerdeck.workflow.Template;
import io.peerdeck.workflow.UsesStep;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Decides whether a step runs, carries it out, and says what counts of its end; for steps of a job
/// and of composite actions alike.
final class StepRunner {
  private final JobContexts contexts;
  private final JobEnvironment environment;
  private final JobDeadlines deadlines;
  private final JobStatus status;
  private final JobLog log;
  private final ScriptStep scripts;
  private final ActionStep actions;

  StepRunner(
      JobContexts contexts,
      JobEnvironment environment,
      JobDeadlines deadlines,
      JobStatus status,
      JobLog log,
      ScriptStep scripts,
      ActionStep actions) {
    this.contexts = contexts;
    this.environment = environment;
    this.deadlines = deadlines;
    this.status = status;
    this.log = log;
    this.scripts = scripts;
    this.actions = actions;
  }

  /// A step's name, variables and time, if its condition holds.
  ///
  /// @param number of the job's step
  /// @param around the step whose action this one belongs to
  /// @throws PeerdeckException if an expression fails; the step then fails with that message
  Optional<ReadyStep> ready(Step step, StepScope scope, int number, Optional<ReadyStep> around) {
    status.look();
    final Map<String, String> env = new LinkedHashMap<>(environment.variables());
    env.putAll(scope.env());
    final Map<String, String> own = step.env().texts(at(scope, env));
    env.putAll(own);
    final EvaluationContext context =
        contexts.of(step, around, environment.nextFiles(), at(scope, env));
    if (!step.condition().holds(context)) {
      return Optional.empty();
    }
    final JobDeadlines.StepDeadline deadline =
        deadlines.step(
            step.timeoutMinutes().map(minutes -> minutes(minutes, context)),
            () -> step.condition().holds(context.with(StatusCheck.CANCELLED)),
            around.map(ReadyStep::deadline));
    return Optional.of(
        new ReadyStep(
            step, around, scope, number, step.displayName(context), context, own, env, deadline));
  }

  /// An action's work before the job's first step or after its last, if its condition holds. Status
  /// functions speak of the job here, wherever the action ran.
  ///
  /// @throws PeerdeckException if an expression fails; the step then fails with that message
  Optional<ReadyStep> ready(ActionStage stage, int number) {
    status.look();
    final Map<String, String> env = new LinkedHashMap<>(environment.variables());
    env.putAll(stage.scope().env());
    final Map<String, String> own = stage.step().env().texts(ofJob(stage.scope(), env));
    env.putAll(own);
    final EvaluationContext context =
        contexts.of(
            stage.step(), Optional.empty(), environment.nextFiles(), ofJob(stage.scope(), env));
    if (!stage.condition().holds(context)) {
      return Optional.empty();
    }
    final JobDeadlines.StepDeadline deadline =
        deadlines.step(
            Optional.empty(),
            () -> stage.condition().holds(context.with(StatusCheck.CANCELLED)),
            Optional.empty());
    return Optional.of(
        new ReadyStep(
            stage.step(),
            Optional.empty(),
            stage.scope(),
            number,
            stage.name(),
            context,
            own,
            env,
            deadline));
  }

  private EvaluationContext ofJob(StepScope scope, Map<String, String> env) {
    return contexts.at(scope, env, status.conclusion(), status.conclusion());
  }

  /// Does that work.
  StepEnd run(ActionStage stage, ReadyStep ready) {
    try {
      return stage.work().apply(ready);
    } catch (PeerdeckException e) {
      return failed(ready.number(), e);
    }
  }

  private EvaluationContext at(StepScope scope, Map<String, String> env) {
    return contexts.at(scope, env, status.conclusion(), scope.status(status.conclusion()));
  }

  /// Runs a step to its end; a failure is an end and no exception.
  StepEnd run(ReadyStep ready) {
    try {
      return switch (ready.step()) {
        case RunStep script -> scripts.run(ready, script);
        case UsesStep uses -> actions.run(ready, uses, this);
      };
    } catch (PeerdeckException e) {
      return failed(ready.number(), e);
    }
  }

  /// The end of a step that fails by an error of its own.
  StepEnd failed(int number, PeerdeckException e) {
    log.annotate(number, Level.ERROR, String.valueOf(e.getMessage()));
    return StepEnd.failed(String.valueOf(e.getMessage()));
  }

  /// What counts of a step's end, after `continue-on-error`.
  Conclusion conclude(Step step, StepScope scope, int number, StepEnd end) {
    if (end.outcome() != Conclusion.FAILURE) {
      return end.outcome();
    }
    try {
      final Map<String, String> env = new LinkedHashMap<>(environment.variables());
      env.putAll(scope.env());
      return step.continueOnError().bool(at(scope, env)) ? Conclusion.SUCCESS : Conclusion.FAILURE;
    } catch (PeerdeckException e) {
      log.annotate(number, Level.ERROR, String.valueOf(e.getMessage()));
      return Conclusion.FAILURE;
    }
  }

  /// A `timeout-minutes`.
  static Duration minutes(Template template, EvaluationContext context) {
    final double minutes = template.number(context);
    if (!(minutes > 0)) {
      throw new RunnerException(
          template.position()
              + ": timeout-minutes must be above 0, not "
              + template.text(context)
              + ".");
    }
    return Duration.ofMillis((long) Math.min(minutes * 60_000, Duration.ofDays(35).toMillis()));
  }
}
