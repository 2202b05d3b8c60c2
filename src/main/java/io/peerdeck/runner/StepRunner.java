package io.peerdeck.runner;

import io.peerdeck.runner.LogLine.Level;
import io.peerdeck.workflow.EvaluationContext;
import io.peerdeck.workflow.RunStep;
import io.peerdeck.workflow.Step;
import io.peerdeck.workflow.Template;
import io.peerdeck.workflow.UsesStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Carries out one step that shall run: a script, or a built-in action; then reads what it wrote to
/// its command files.
final class StepRunner {
  private static final int MAX_SHOWN_SCRIPT_LINES = 200;

  private final JobRequest request;
  private final JobEnvironment environment;
  private final BuiltInActions actions;
  private final ProcessWatch watch;
  private final JobLog log;
  private final Masks masks;
  private final StringBuilder summary = new StringBuilder();

  StepRunner(
      JobRequest request,
      JobEnvironment environment,
      BuiltInActions actions,
      ProcessWatch watch,
      JobLog log,
      Masks masks) {
    this.request = request;
    this.environment = environment;
    this.actions = actions;
    this.watch = watch;
    this.log = log;
    this.masks = masks;
  }

  /// How a step went, before `continue-on-error`.
  ///
  /// @param message why it did not succeed, or empty
  record End(
      Conclusion outcome, OptionalInt exitCode, Map<String, String> outputs, String message) {
    static End failed(String message) {
      return new End(Conclusion.FAILURE, OptionalInt.empty(), Map.of(), message);
    }
  }

  /// The step summaries so far.
  String summary() {
    return summary.toString();
  }

  /// Runs an action, on a thread of its own that is interrupted when the step must end.
  End run(
      UsesStep step, EvaluationContext context, String name, JobDeadlines.StepDeadline deadline) {
    final int number = step.number();
    log.say(number, Level.GROUP, name);
    step.with()
        .forEach(
            (input, value) -> log.say(number, Level.PLAIN, input + ": " + value.text(context)));
    log.say(number, Level.ENDGROUP, "");
    final ActionResult result = new ActionResult();
    final ActionThread thread = new ActionThread(() -> actions.run(step, context, result));
    final JobDeadlines.Cause cause = thread.await(deadline, request.limits().terminate());
    if (!thread.isOver()) {
      return ended(number, cause, name, minutes(step, context), OptionalInt.empty(), Map.of())
          .orElseThrow();
    }
    result.artifact().ifPresent(actions::add);
    for (final ActionResult.Remark remark : result.remarks()) {
      if (remark.warning()) {
        log.annotate(number, Level.WARNING, remark.text());
      } else {
        log.say(number, Level.PLAIN, remark.text());
      }
    }
    final Optional<String> failure = thread.failure();
    if (failure.isEmpty()) {
      return new End(Conclusion.SUCCESS, OptionalInt.empty(), result.outputs(), "");
    }
    return ended(number, cause, name, minutes(step, context), OptionalInt.empty(), Map.of())
        .orElseThrow(() -> new RunnerException(failure.get()));
  }

  private static String minutes(Step step, EvaluationContext context) {
    return step.timeoutMinutes().map(minutes -> minutes.text(context)).orElse("0");
  }

  /// Runs a script.
  ///
  /// @param env workflow, job and step variables
  End run(
      RunStep step,
      EvaluationContext context,
      Map<String, String> env,
      String name,
      JobDeadlines.StepDeadline deadline) {
    final var defaults = request.job().defaults().over(request.workflow().defaults());
    final ShellCommand shell =
        ShellCommand.of(step.shell().or(defaults::shell), environment.path(env));
    final String wanted =
        step.workingDirectory()
            .or(defaults::workingDirectory)
            .map(path -> path.text(context))
            .orElse("");
    final Path folder = request.folder().inWorkspace(wanted, "working-directory");
    if (!Files.isDirectory(folder)) {
      throw new RunnerException(
          "working-directory \"" + wanted + "\" does not exist in the workspace.");
    }
    final String script = step.script().text(context);
    final Path file = request.folder().files().resolve("step_" + step.number() + shell.extension());
    try {
      Files.writeString(file, script.endsWith("\n") ? script : script + "\n");
    } catch (IOException e) {
      throw new RunnerException("Cannot write the step's script " + file + ": " + e, e);
    }
    introduce(step, name, script, shell, env);
    final CommandFiles files = CommandFiles.create(request.folder().files(), step.number());
    final Map<String, String> all =
        environment.of(env, files.byVariable(), step.id().orElse("__run_" + step.number()));
    final StepOutput output = new StepOutput(step.number(), log, masks);
    final ProcessWatch.Exit exit =
        watch.run(
            step.number(),
            watch.start(step.number(), shell.command(file), all, folder),
            output,
            deadline);
    return conclude(step.number(), exit, output, files, name, minutes(step, context));
  }

  private void introduce(
      RunStep step, String name, String script, ShellCommand shell, Map<String, String> env) {
    final int number = step.number();
    log.say(number, Level.GROUP, name);
    final List<String> lines = script.lines().toList();
    lines.stream()
        .limit(MAX_SHOWN_SCRIPT_LINES)
        .forEach(line -> log.say(number, Level.PLAIN, line));
    if (lines.size() > MAX_SHOWN_SCRIPT_LINES) {
      log.say(number, Level.PLAIN, "… " + (lines.size() - MAX_SHOWN_SCRIPT_LINES) + " more lines");
    }
    log.say(number, Level.PLAIN, "shell: " + shell.shown());
    if (!env.isEmpty()) {
      log.say(number, Level.PLAIN, "env:");
      env.forEach((key, value) -> log.say(number, Level.PLAIN, "  " + key + ": " + value));
    }
    log.say(number, Level.ENDGROUP, "");
  }

  private End conclude(
      int number,
      ProcessWatch.Exit exit,
      StepOutput output,
      CommandFiles files,
      String name,
      String minutes) {
    final Map<String, String> outputs = new LinkedHashMap<>(output.outputs());
    String message = output.failure();
    try {
      takeFiles(number, files, outputs);
    } catch (RunnerException e) {
      log.annotate(number, Level.ERROR, String.valueOf(e.getMessage()));
      message = message.isEmpty() ? String.valueOf(e.getMessage()) : message;
    }
    final Optional<End> ended =
        ended(number, exit.cause(), name, minutes, exit.exitCode(), outputs);
    if (ended.isPresent()) {
      return ended.get();
    }
    if (exit.signal() != 0) {
      message = "The process was ended by signal " + exit.signal() + ".";
      log.annotate(number, Level.ERROR, message);
    } else if (exit.exitCode().orElse(0) != 0) {
      message = "Process completed with exit code " + exit.exitCode().getAsInt() + ".";
      log.annotate(number, Level.ERROR, message);
    }
    return new End(
        message.isEmpty() ? Conclusion.SUCCESS : Conclusion.FAILURE,
        exit.exitCode(),
        outputs,
        message);
  }

  /// The end of a step that the runner had to end; empty if it did not.
  private Optional<End> ended(
      int number,
      JobDeadlines.Cause cause,
      String name,
      String minutes,
      OptionalInt exitCode,
      Map<String, String> outputs) {
    final boolean late = cause == JobDeadlines.Cause.STEP_TIMEOUT;
    if (cause == JobDeadlines.Cause.NONE) {
      return Optional.empty();
    }
    final String message =
        late
            ? "The action '" + name + "' has timed out after " + minutes + " minutes."
            : "The operation was canceled.";
    log.annotate(number, Level.ERROR, message);
    return Optional.of(
        new End(late ? Conclusion.FAILURE : Conclusion.CANCELLED, exitCode, outputs, message));
  }

  private void takeFiles(int number, CommandFiles files, Map<String, String> outputs) {
    environment.addPaths(files.get("GITHUB_PATH").entries());
    for (final String name : environment.add(files.get("GITHUB_ENV").pairs())) {
      log.annotate(
          number,
          Level.WARNING,
          "GITHUB_ENV: " + name + " is set by the runner and stays as it is.");
    }
    outputs.putAll(files.get("GITHUB_OUTPUT").pairs());
    // No action of this runner has a post step, so the state has no reader; its form is checked all
    // the same.
    files.get("GITHUB_STATE").pairs();
    final String text = files.get("GITHUB_STEP_SUMMARY").summary();
    if (!text.isEmpty()) {
      if (summary.length() + text.length() > request.limits().summaryBytes()) {
        throw new RunnerException(
            "GITHUB_STEP_SUMMARY: the job's summaries are longer than "
                + request.limits().summaryBytes()
                + " bytes together.");
      }
      summary.append(masks.apply(text)).append(text.endsWith("\n") ? "" : "\n");
    }
  }

  /// The texts of a map of templates, each seeing the same context.
  static Map<String, String> texts(Map<String, Template> templates, EvaluationContext context) {
    final Map<String, String> texts = new LinkedHashMap<>();
    templates.forEach((name, template) -> texts.put(name, template.text(context)));
    return texts;
  }
}
