package io.peerdeck.runner;

import io.peerdeck.runner.LogLine.Level;
import io.peerdeck.workflow.RunDefaults;
import io.peerdeck.workflow.RunStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Runs the script of a `run` step.
final class ScriptStep {
  /// What a shell ends with when there is no such program.
  private static final int NOT_FOUND = 127;

  private static final int MAX_SHOWN_SCRIPT_LINES = 200;

  private final JobRequest request;
  private final JobEnvironment environment;
  private final StepProcess process;
  private final JobLog log;
  private final ToolFolders tools;
  private int files;

  /// @param tools what jobs of this peer see besides the system's programs
  ScriptStep(
      JobRequest request,
      JobEnvironment environment,
      StepProcess process,
      JobLog log,
      ToolFolders tools) {
    this.request = request;
    this.environment = environment;
    this.process = process;
    this.log = log;
    this.tools = tools;
  }

  StepEnd run(ReadyStep ready, RunStep step) {
    // Defaults are the job's business; steps of an action have none.
    final RunDefaults defaults =
        ready.scope().action().isEmpty()
            ? request.job().defaults().over(request.workflow().defaults())
            : RunDefaults.NONE;
    final ShellCommand shell =
        ShellCommand.of(
            step.shell().or(defaults::shell).map(text -> text.text(ready.context())),
            environment.path(ready.env()));
    final Path folder =
        workingDirectory(
            step.workingDirectory()
                .or(defaults::workingDirectory)
                .map(path -> path.text(ready.context()))
                .orElse(""));
    HostGuard.of(request.grants().isolation())
        .script(step.script(), ready.context(), ready.scope().action().isPresent());
    final String script = step.script().text(ready.context());
    final Path file = request.folder().scripts().resolve("step_" + ++files + shell.extension());
    try {
      Files.writeString(file, shell.contents(script));
    } catch (IOException e) {
      throw new RunnerException("Cannot write the step's script " + file + ": " + e, e);
    }
    introduce(ready, script, shell);
    final StepProcess.End end =
        process.run(ready, shell.command(file), folder, Map.of(), ScriptStep::exit);
    if (end.step().exitCode().orElse(0) == NOT_FOUND
        && request.grants().isolation() instanceof Isolation.Sandboxed) {
      log.say(ready.number(), Level.WARNING, tools.hint());
    }
    return end.step();
  }

  private static String exit(int code) {
    return "Process completed with exit code " + code + ".";
  }

  /// An absolute folder is taken as it is: a script may go there as well.
  private Path workingDirectory(String wanted) {
    final Path folder =
        wanted.startsWith("/") && wanted.indexOf('\0') < 0
            ? Path.of(wanted)
            : request.folder().inWorkspace(wanted, "working-directory");
    if (!Files.isDirectory(folder)) {
      throw new RunnerException(
          "working-directory \"" + wanted + "\" does not exist in the workspace.");
    }
    return folder;
  }

  private void introduce(ReadyStep ready, String script, ShellCommand shell) {
    final int number = ready.number();
    log.say(number, Level.GROUP, ready.name());
    final List<String> lines = script.lines().toList();
    lines.stream()
        .limit(MAX_SHOWN_SCRIPT_LINES)
        .forEach(line -> log.say(number, Level.PLAIN, line));
    if (lines.size() > MAX_SHOWN_SCRIPT_LINES) {
      log.say(number, Level.PLAIN, "… " + (lines.size() - MAX_SHOWN_SCRIPT_LINES) + " more lines");
    }
    log.say(number, Level.PLAIN, "shell: " + shell.shown());
    sayEnv(log, number, ready.env());
    log.say(number, Level.ENDGROUP, "");
  }

  static void sayEnv(JobLog log, int number, Map<String, String> env) {
    if (!env.isEmpty()) {
      log.say(number, Level.PLAIN, "env:");
      env.forEach((key, value) -> log.say(number, Level.PLAIN, "  " + key + ": " + value));
    }
  }
}
