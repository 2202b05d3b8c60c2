package io.peerdeck.runner;

import io.peerdeck.multiformats.PeerdeckException;
import io.peerdeck.runner.JobDeadlines.Cause;
import io.peerdeck.runner.LogLine.Level;
import io.peerdeck.workflow.EvaluationContext;
import io.peerdeck.workflow.RunStep;
import io.peerdeck.workflow.StatusCheck;
import io.peerdeck.workflow.Step;
import io.peerdeck.workflow.Template;
import io.peerdeck.workflow.UsesStep;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// One execution of a job from its first step to its last process, on a thread of its own.
final class JobSession implements AutoCloseable {
  private final JobRequest request;
  private final RunnerSetup setup;
  private final Masks masks = new Masks();
  private final JobLog log;
  private final JobContexts contexts;
  private final JobEnvironment environment;
  private final JobDeadlines deadlines;
  private final ProcessWatch watch;
  private final BuiltInActions actions;
  private final StepRunner runner;
  private final List<StepResult> results = new ArrayList<>();
  private final long begun;
  private Conclusion status = Conclusion.SUCCESS;
  private String message = "";
  private boolean cancelSaid;

  JobSession(
      JobRequest request, RunnerSetup setup, ProcessMark mark, LogSink sink, CancelToken token) {
    this.request = request;
    this.setup = setup;
    this.begun = setup.nanos().getAsLong();
    this.log = new JobLog(sink, setup.clock(), masks, request.limits().logBytes());
    this.contexts = new JobContexts(request, setup);
    this.environment = new JobEnvironment(request.folder(), setup, contexts.github());
    this.actions = new BuiltInActions(request);
    this.deadlines =
        new JobDeadlines(
            token,
            setup.nanos(),
            jobTimeout(),
            request.limits().afterCancel(),
            () -> !log.failure().isEmpty());
    this.watch = new ProcessWatch(deadlines, mark, log, masks, request.limits(), setup.nanos());
    this.runner = new StepRunner(request, environment, actions, watch, log, masks);
  }

  private Duration jobTimeout() {
    return minutes(request.job().timeoutMinutes(), contexts.at(Map.of(), Conclusion.SUCCESS));
  }

  /// Runs all steps.
  JobOutcome run() {
    Map<String, String> outputs = Map.of();
    try {
      environment.variables().putAll(variables());
      for (final Step step : request.job().steps()) {
        noteCancel();
        if (deadlines.cause() == Cause.STOPPED) {
          skip(step, step.defaultName());
        } else {
          step(step);
        }
      }
      noteCancel();
      outputs = outputs();
    } catch (PeerdeckException e) {
      fail(0, String.valueOf(e.getMessage()));
    } finally {
      cleanUp();
    }
    log.end();
    if (!log.failure().isEmpty()) {
      status = Conclusion.FAILURE;
      message = log.failure();
    }
    return new JobOutcome(
        status,
        outputs,
        List.copyOf(results),
        actions.uploaded(),
        log.annotations(),
        runner.summary(),
        message,
        (setup.nanos().getAsLong() - begun) / 1_000_000);
  }

  private Map<String, String> variables() {
    final Map<String, String> env =
        new LinkedHashMap<>(
            StepRunner.texts(request.workflow().env(), contexts.at(Map.of(), status)));
    env.putAll(StepRunner.texts(request.job().env(), contexts.at(env, status)));
    return env;
  }

  private void step(Step step) {
    final long start = setup.nanos().getAsLong();
    final Instant at = setup.clock().instant();
    String name = step.defaultName();
    StepRunner.End end;
    try {
      final Map<String, String> env = new LinkedHashMap<>(environment.variables());
      env.putAll(StepRunner.texts(step.env(), contexts.at(env, status)));
      final EvaluationContext context = contexts.at(env, status);
      if (!step.condition().holds(context)) {
        skip(step, name);
        return;
      }
      name = step.displayName(context);
      log.stepStarted(step.number(), name, at);
      final JobDeadlines.StepDeadline deadline =
          deadlines.step(
              step.timeoutMinutes().map(minutes -> minutes(minutes, context)),
              () -> step.condition().holds(context.with(StatusCheck.CANCELLED)));
      end =
          switch (step) {
            case RunStep script -> runner.run(script, context, env, name, deadline);
            case UsesStep action -> runner.run(action, context, name, deadline);
          };
    } catch (PeerdeckException e) {
      log.annotate(step.number(), Level.ERROR, String.valueOf(e.getMessage()));
      end = StepRunner.End.failed(String.valueOf(e.getMessage()));
    }
    finish(step, name, end, at, (setup.nanos().getAsLong() - start) / 1_000_000);
  }

  private void finish(Step step, String name, StepRunner.End end, Instant at, long millis) {
    Conclusion conclusion = end.outcome();
    if (conclusion == Conclusion.FAILURE && continues(step)) {
      conclusion = Conclusion.SUCCESS;
    }
    if (conclusion == Conclusion.FAILURE && status == Conclusion.SUCCESS) {
      status = Conclusion.FAILURE;
      message =
          "Step " + step.number() + " (" + masks.apply(name) + "): " + masks.apply(end.message());
    }
    record(step, name, end, conclusion, Optional.of(at), millis);
  }

  private boolean continues(Step step) {
    try {
      return step.continueOnError().bool(contexts.at(environment.variables(), status));
    } catch (PeerdeckException e) {
      log.annotate(step.number(), Level.ERROR, String.valueOf(e.getMessage()));
      return false;
    }
  }

  private void skip(Step step, String name) {
    record(
        step,
        name,
        new StepRunner.End(Conclusion.SKIPPED, OptionalInt.empty(), Map.of(), ""),
        Conclusion.SKIPPED,
        Optional.empty(),
        0);
  }

  private void record(
      Step step,
      String name,
      StepRunner.End end,
      Conclusion conclusion,
      Optional<Instant> at,
      long millis) {
    step.id().ifPresent(id -> contexts.stepEnded(id, end.outputs(), end.outcome(), conclusion));
    final StepResult result =
        new StepResult(
            step.number(),
            step.id().orElse(""),
            masks.apply(name),
            end.outcome(),
            conclusion,
            at,
            millis,
            end.exitCode());
    results.add(result);
    log.stepFinished(result);
  }

  /// Turns the job's status once it is being cancelled; from then on only `always()` and
  /// `cancelled()` hold.
  private void noteCancel() {
    final Cause cause = deadlines.cause();
    if (cause == Cause.NONE || cancelSaid) {
      return;
    }
    cancelSaid = true;
    if (!log.failure().isEmpty()) {
      return;
    }
    status = Conclusion.CANCELLED;
    message =
        cause == Cause.JOB_TIMEOUT
            ? "The job has exceeded the maximum execution time of "
                + request.job().timeoutMinutes().text(contexts.at(Map.of(), status))
                + " minutes."
            : deadlines.token().reason();
    log.annotate(0, Level.ERROR, message.isBlank() ? "The job was cancelled." : message);
  }

  private Map<String, String> outputs() {
    final EvaluationContext context = contexts.at(environment.variables(), status);
    final Map<String, String> outputs = new LinkedHashMap<>();
    int bytes = 0;
    for (final Map.Entry<String, Template> output : request.job().outputs().entrySet()) {
      final String value = output.getValue().text(context);
      if (masks.touches(value)) {
        log.annotate(
            0, Level.WARNING, "Skip output '" + output.getKey() + "' since it may contain secret.");
        continue;
      }
      bytes += output.getKey().length() + value.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > request.limits().outputBytes()) {
        throw new RunnerException(
            "The job's outputs are longer than "
                + request.limits().outputBytes()
                + " bytes together ('"
                + output.getKey()
                + "' is the one too many). They travel in one signed entry; put large values into"
                + " an artifact.");
      }
      outputs.put(output.getKey(), value);
    }
    return outputs;
  }

  private void cleanUp() {
    try {
      for (final ProcessTree.Member orphan : watch.endAll()) {
        log.say(
            0,
            Level.PLAIN,
            "Terminated orphan process: pid (" + orphan.pid() + ") (" + orphan.name() + ")");
      }
    } catch (RunnerException e) {
      fail(0, String.valueOf(e.getMessage()));
    }
  }

  private void fail(int step, String why) {
    log.annotate(step, Level.ERROR, why);
    if (status == Conclusion.SUCCESS) {
      status = Conclusion.FAILURE;
      message = masks.apply(why);
    }
  }

  private static Duration minutes(Template template, EvaluationContext context) {
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

  @Override
  public void close() {
    watch.close();
  }
}
