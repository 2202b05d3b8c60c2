package io.peerdeck.runner;

import io.peerdeck.runner.LogLine.Level;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/// Runs a step's process with command files of its own, then takes what it wrote to them.
final class StepProcess {
  private final JobRequest request;
  private final JobEnvironment environment;
  private final ProcessWatch watch;
  private final JobLog log;
  private final Masks masks;
  private final StringBuilder summary = new StringBuilder();

  StepProcess(
      JobRequest request, JobEnvironment environment, ProcessWatch watch, JobLog log, Masks masks) {
    this.request = request;
    this.environment = environment;
    this.watch = watch;
    this.log = log;
    this.masks = masks;
  }

  /// How a process ended.
  ///
  /// @param state what it left for its action's post
  record End(StepEnd step, Map<String, String> state) {}

  /// The step summaries so far.
  String summary() {
    return summary.toString();
  }

  /// Runs a command.
  ///
  /// @param command absolute path of the program, then its arguments
  /// @param more variables beyond the step's
  /// @param exit the message for an exit code that is not 0
  End run(
      ReadyStep ready,
      List<String> command,
      Path folder,
      Map<String, String> more,
      IntFunction<String> exit) {
    final int number = ready.number();
    final CommandFiles files = environment.commandFiles(watch.commands());
    final Map<String, String> all = environment.of(ready, files.byVariable());
    all.putAll(more);
    final StepOutput output =
        new StepOutput(number, log, masks, ready.env(), request.grants().isDebug());
    final ProcessWatch.Exit ended =
        watch.run(number, watch.start(number, command, all, folder), output, ready.deadline());
    final Map<String, String> outputs = new LinkedHashMap<>(output.outputs());
    final Map<String, String> state = new LinkedHashMap<>(output.state());
    String message = output.failure();
    try {
      environment.addPaths(output.paths());
      take(number, environment.add(output.variables()));
      takeFiles(number, files, outputs, state);
    } catch (RunnerException e) {
      log.annotate(number, Level.ERROR, String.valueOf(e.getMessage()));
      message = message.isEmpty() ? String.valueOf(e.getMessage()) : message;
    }
    final String last = message;
    return new End(
        ended(log, ready, ended.cause(), ended.exitCode(), outputs)
            .orElseGet(() -> concluded(number, ended, outputs, last, exit)),
        state);
  }

  private StepEnd concluded(
      int number,
      ProcessWatch.Exit exit,
      Map<String, String> outputs,
      String before,
      IntFunction<String> told) {
    String message = before;
    if (exit.signal() != 0) {
      message = "The process was ended by signal " + exit.signal() + ".";
      log.annotate(number, Level.ERROR, message);
    } else if (exit.exitCode().orElse(0) != 0) {
      message = told.apply(exit.exitCode().getAsInt());
      log.annotate(number, Level.ERROR, message);
    }
    return new StepEnd(
        message.isEmpty() ? Conclusion.SUCCESS : Conclusion.FAILURE,
        exit.exitCode(),
        outputs,
        message);
  }

  /// The end of a step that the runner had to end; empty if it did not.
  static Optional<StepEnd> ended(
      JobLog log,
      ReadyStep ready,
      JobDeadlines.Cause cause,
      OptionalInt exitCode,
      Map<String, String> outputs) {
    final boolean late = cause == JobDeadlines.Cause.STEP_TIMEOUT;
    if (cause == JobDeadlines.Cause.NONE) {
      return Optional.empty();
    }
    final String message =
        late
            ? "The action '"
                + ready.timed().name()
                + "' has timed out after "
                + ready.timed().minutes()
                + " minutes."
            : "The operation was canceled.";
    log.annotate(ready.number(), Level.ERROR, message);
    return Optional.of(
        new StepEnd(late ? Conclusion.FAILURE : Conclusion.CANCELLED, exitCode, outputs, message));
  }

  private void takeFiles(
      int number, CommandFiles files, Map<String, String> outputs, Map<String, String> state) {
    environment.addPaths(files.get("GITHUB_PATH").entries());
    take(number, environment.add(files.get("GITHUB_ENV").pairs()));
    outputs.putAll(files.get("GITHUB_OUTPUT").pairs());
    state.putAll(files.get("GITHUB_STATE").pairs());
    summarise(number, files.get("GITHUB_STEP_SUMMARY"));
  }

  private void take(int number, List<String> ignored) {
    for (final String name : ignored) {
      log.annotate(
          number,
          Level.WARNING,
          "GITHUB_ENV: " + name + " is set by the runner and stays as it is.");
    }
  }

  /// A summary that is too long is left out and told; as at GitHub the step does not fail of it.
  private void summarise(int number, CommandFile file) {
    final long size = file.size();
    if (size > CommandFile.MAX_SUMMARY_BYTES) {
      log.annotate(
          number,
          Level.ERROR,
          "$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of "
              + CommandFile.MAX_SUMMARY_BYTES / 1024
              + "k, got "
              + size / 1024
              + "k.");
      return;
    }
    final String text = file.summary();
    if (text.isEmpty()) {
      return;
    }
    if (summary.length() + text.length() > request.limits().summaryBytes()) {
      log.annotate(
          number,
          Level.ERROR,
          "GITHUB_STEP_SUMMARY: the job's summaries are longer than "
              + request.limits().summaryBytes()
              + " bytes together; this step's is left out.");
      return;
    }
    summary.append(masks.apply(text)).append(text.endsWith("\n") ? "" : "\n");
  }
}
