package io.peerdeck.runner;

import io.peerdeck.runner.LogLine.Level;
import io.peerdeck.workflow.ActionReference;
import io.peerdeck.workflow.ActionRuns;
import io.peerdeck.workflow.BuiltInAction;
import io.peerdeck.workflow.UsesStep;
import io.peerdeck.workflow.WorkflowException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/// Runs the action of a `uses` step: a built-in one, or one from the workspace.
final class ActionStep {
  private final JobRequest request;
  private final BuiltInActions builtIn;
  private final CompositeAction composite;
  private final JavaScriptAction javaScript;
  private final JobEnvironment environment;
  private final PostSteps posts;
  private final JobLog log;
  private final ProcessWatch watch;
  private final StepProcess process;

  ActionStep(
      JobRequest request,
      BuiltInActions builtIn,
      CompositeAction composite,
      JavaScriptAction javaScript,
      JobEnvironment environment,
      PostSteps posts,
      JobLog log,
      ProcessWatch watch,
      StepProcess process) {
    this.watch = watch;
    this.process = process;
    this.request = request;
    this.builtIn = builtIn;
    this.composite = composite;
    this.javaScript = javaScript;
    this.environment = environment;
    this.posts = posts;
    this.log = log;
  }

  /// @param steps runs the steps of a composite action
  StepEnd run(ReadyStep ready, UsesStep step, StepRunner steps) {
    return switch (step.action()) {
      case ActionReference.BuiltIn action -> builtIn(ready, step, action);
      case ActionReference.Local action ->
          fromFile(
              ready,
              step,
              () -> watch.whileStill(() -> LocalAction.find(request.folder(), action.path())),
              steps);
      case ActionReference.Vendored action ->
          fromFile(
              ready,
              step,
              () -> LocalAction.vendored(request.folder(), action, request.actions()),
              steps);
    };
  }

  private StepEnd fromFile(
      ReadyStep ready, UsesStep step, Supplier<LocalAction> found, StepRunner steps) {
    final LocalAction action;
    try {
      action = found.get();
    } catch (WorkflowException e) {
      throw new RunnerException(
          "The action '" + step.action().text() + "' cannot run: " + e.getMessage(), e);
    }
    final ActionInputs inputs = ActionInputs.of(action.file(), step, ready.context());
    introduce(ready, inputs);
    ActionInputs.warnings(action.file(), step)
        .forEach(warning -> log.annotate(ready.number(), Level.WARNING, warning));
    return switch (action.file().runs()) {
      case ActionRuns.Composite runs -> composite.run(ready, action, runs, inputs, steps);
      case ActionRuns.JavaScript runs -> javaScript.run(ready, step, action, runs, inputs);
    };
  }

  private void introduce(ReadyStep ready, ActionInputs inputs) {
    final int number = ready.number();
    log.say(number, Level.GROUP, ready.name());
    if (!inputs.texts().isEmpty()) {
      log.say(number, Level.PLAIN, "with:");
      inputs
          .texts()
          .forEach(
              (name, text) -> {
                if (!text.isEmpty()) {
                  log.say(number, Level.PLAIN, "  " + name + ": " + text);
                }
              });
    }
    ScriptStep.sayEnv(log, number, ready.env());
    log.say(number, Level.ENDGROUP, "");
  }

  private StepEnd builtIn(ReadyStep ready, UsesStep step, ActionReference.BuiltIn reference) {
    final ActionInputs inputs = ActionInputs.of(reference.action(), step, ready.context());
    introduce(ready, inputs);
    final ActionResult result = new ActionResult();
    final StepEnd done =
        onThread(ready, result, () -> builtIn.run(reference.action(), inputs, result));
    final StepEnd end =
        reference.action() == BuiltInAction.CHECKOUT && done.outcome() == Conclusion.SUCCESS
            ? withRepository(ready, inputs, done)
            : done;
    result
        .post()
        .ifPresent(
            post ->
                posts.add(
                    new ActionStage(
                        "Post " + ready.name(),
                        post.condition(),
                        step,
                        ready.scope(),
                        later -> {
                          final ActionResult told = new ActionResult();
                          return onThread(later, told, () -> post.work().accept(told));
                        })));
    return end;
  }

  private StepEnd withRepository(ReadyStep ready, ActionInputs inputs, StepEnd done) {
    final Optional<Path> shell = ShellCommand.find(environment.path(ready.env()), "sh");
    if (shell.isEmpty() || !SnapshotRepository.isAskedFor(request, inputs)) {
      log.say(ready.number(), Level.PLAIN, SnapshotRepository.HOW);
      return done;
    }
    final Path folder = request.folder().inWorkspace(inputs.text("path"), "path");
    final StepEnd made =
        process
            .run(
                ready,
                SnapshotRepository.command(shell.get(), request.github()),
                folder,
                Map.of(),
                code -> "No git repository was made of the snapshot: exit code " + code + ".")
            .step();
    return made.outcome() == Conclusion.SUCCESS ? done : made;
  }

  /// Runs work on a thread of its own that is interrupted when the step must end.
  private StepEnd onThread(ReadyStep ready, ActionResult result, Runnable work) {
    final int number = ready.number();
    final ActionThread thread = new ActionThread(() -> watch.still(work));
    final JobDeadlines.Cause cause = thread.await(ready.deadline(), request.limits().terminate());
    if (!thread.isOver()) {
      return StepProcess.ended(log, ready, cause, OptionalInt.empty(), Map.of()).orElseThrow();
    }
    result.artifact().ifPresent(builtIn::add);
    for (final ActionResult.Remark remark : result.remarks()) {
      if (remark.warning()) {
        log.annotate(number, Level.WARNING, remark.text());
      } else {
        log.say(number, Level.PLAIN, remark.text());
      }
    }
    environment.addPaths(result.paths());
    environment.add(result.variables());
    final Optional<String> failure = thread.failure();
    if (failure.isEmpty()) {
      return StepEnd.success(result.outputs());
    }
    return StepProcess.ended(log, ready, cause, OptionalInt.empty(), result.outputs())
        .orElseThrow(() -> new RunnerException(failure.get()));
  }
}
