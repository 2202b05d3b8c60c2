package io.peerdeck.runner;

import io.peerdeck.multiformats.PeerdeckException;
import io.peerdeck.runner.JobDeadlines.Cause;
import io.peerdeck.runner.LogLine.Level;
import io.peerdeck.workflow.EvaluationContext;
import io.peerdeck.workflow.Step;
import io.peerdeck.workflow.Template;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
  private final JobStatus status;
  private final StepScope scope;
  private final BuiltInActions actions;
  private final PostSteps posts = new PostSteps();
  private final StepProcess process;
  private final StepRunner runner;
  private final List<StepResult> results = new ArrayList<>();
  private final PreSteps pres;
  private final long begun;
  private int before;

  JobSession(
      JobRequest request,
      RunnerSetup setup,
      ProcessMark mark,
      Optional<ReadySandbox> ready,
      LogSink sink,
      CancelToken token) {
    this.request = request;
    this.setup = setup;
    this.begun = setup.nanos().getAsLong();
    request.grants().secrets().values().forEach(masks::add);
    this.log = new JobLog(sink, setup.clock(), masks, request.limits().logBytes());
    this.contexts = new JobContexts(request, setup);
    this.environment =
        new JobEnvironment(request.folder(), setup, contexts.github(), request.grants().isDebug());
    this.scope = StepScope.ofJob(request.inputs());
    this.actions = new BuiltInActions(request, setup);
    this.deadlines =
        new JobDeadlines(
            token,
            setup.nanos(),
            jobTimeout(),
            request.limits().afterCancel(),
            () -> !log.failure().isEmpty());
    this.watch = new ProcessWatch(deadlines, mark, log, masks, request, ready, setup.nanos());
    this.status = new JobStatus(deadlines, log, this::whyCancelled);
    this.process = new StepProcess(request, environment, watch, log, masks);
    final JavaScriptAction javaScript =
        new JavaScriptAction(request, setup.tools().allAfter(setup.path()), process, posts, log);
    this.pres = new PreSteps(request, contexts, javaScript);
    this.runner =
        new StepRunner(
            contexts,
            environment,
            deadlines,
            status,
            log,
            new ScriptStep(request, environment, process, log, setup.tools()),
            new ActionStep(
                request,
                actions,
                new CompositeAction(contexts, environment, status),
                javaScript,
                environment,
                posts,
                log,
                watch,
                process));
  }

  private Duration jobTimeout() {
    return StepRunner.minutes(request.job().timeoutMinutes(), atBegin(Map.of()));
  }

  private EvaluationContext atBegin(Map<String, String> env) {
    return contexts.at(
        StepScope.ofJob(request.inputs()), env, Conclusion.SUCCESS, Conclusion.SUCCESS);
  }

  private String whyCancelled(Cause cause) {
    return cause == Cause.JOB_TIMEOUT
        ? "The job has exceeded the maximum execution time of "
            + request.job().timeoutMinutes().text(atBegin(Map.of()))
            + " minutes."
        : deadlines.token().reason();
  }

  /// Runs what actions do before the steps, the steps, then what actions left to be done after.
  JobOutcome run() {
    Map<String, String> outputs = Map.of();
    try {
      environment.variables().putAll(variables());
      for (final ActionStage pre : pres.of(scope, environment.variables())) {
        stage(pre, ++before);
      }
      request.job().steps().forEach(this::step);
      int number = before + request.job().steps().size();
      for (final ActionStage post : posts.inOrder()) {
        stage(post, ++number);
      }
      status.look();
      outputs = outputs();
    } catch (PeerdeckException e) {
      fail(0, String.valueOf(e.getMessage()));
    } finally {
      cleanUp();
    }
    log.end();
    if (!log.failure().isEmpty()) {
      status.become(Conclusion.FAILURE, log.failure());
    }
    return new JobOutcome(
        status.conclusion(),
        outputs,
        List.copyOf(results),
        actions.uploaded(),
        log.annotations(),
        process.summary(),
        status.message(),
        (setup.nanos().getAsLong() - begun) / 1_000_000);
  }

  private Map<String, String> variables() {
    final Map<String, String> env =
        new LinkedHashMap<>(request.workflow().env().texts(atBegin(Map.of())));
    env.putAll(request.job().env().texts(atBegin(env)));
    return env;
  }

  private void step(Step step) {
    final int number = before + step.number();
    if (deadlines.cause() == Cause.STOPPED) {
      status.look();
      record(step, number, step.defaultName(), new Timing(), StepEnd.SKIPPED);
      return;
    }
    final Timing timing = new Timing();
    String name = step.defaultName();
    StepEnd end = StepEnd.SKIPPED;
    try {
      final Optional<ReadyStep> ready = runner.ready(step, scope, number, Optional.empty());
      if (ready.isPresent()) {
        name = ready.get().name();
        log.stepStarted(number, name, timing.at());
        end = runner.run(ready.get());
      }
    } catch (PeerdeckException e) {
      end = runner.failed(number, e);
    }
    record(step, number, name, timing, end);
  }

  private void stage(ActionStage stage, int number) {
    if (deadlines.cause() == Cause.STOPPED) {
      return;
    }
    final Timing timing = new Timing();
    StepEnd end = StepEnd.SKIPPED;
    try {
      final Optional<ReadyStep> ready = runner.ready(stage, number);
      if (ready.isPresent()) {
        log.stepStarted(number, stage.name(), timing.at());
        end = runner.run(stage, ready.get());
      }
    } catch (PeerdeckException e) {
      end = runner.failed(number, e);
    }
    conclude(number, "", stage.name(), timing, end, end.outcome());
  }

  private void record(Step step, int number, String name, Timing timing, StepEnd end) {
    final Conclusion conclusion = runner.conclude(step, scope, number, end);
    scope.ended(step.id(), end, conclusion);
    conclude(number, step.id().orElse(""), name, timing, end, conclusion);
  }

  private void conclude(
      int number, String id, String name, Timing timing, StepEnd end, Conclusion conclusion) {
    if (conclusion == Conclusion.FAILURE) {
      status.fail("Step " + number + " (" + masks.apply(name) + "): " + masks.apply(end.message()));
    }
    final boolean ran = end.outcome() != Conclusion.SKIPPED;
    final StepResult result =
        new StepResult(
            number,
            id,
            masks.apply(name),
            end.outcome(),
            conclusion,
            ran ? Optional.of(timing.at()) : Optional.empty(),
            ran ? timing.millis() : 0,
            end.exitCode());
    results.add(result);
    log.stepFinished(result);
  }

  /// When a step began.
  private final class Timing {
    private final long start = setup.nanos().getAsLong();
    private final Instant at = setup.clock().instant();

    Instant at() {
      return at;
    }

    long millis() {
      return (setup.nanos().getAsLong() - start) / 1_000_000;
    }
  }

  private Map<String, String> outputs() {
    final EvaluationContext context =
        contexts.at(scope, environment.variables(), status.conclusion(), status.conclusion());
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
    log.stepsOver();
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
    status.fail(masks.apply(why));
  }

  @Override
  public void close() {
    watch.close();
  }
}
