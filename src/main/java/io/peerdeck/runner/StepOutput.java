package io.peerdeck.runner;

import io.peerdeck.runner.LogLine.Level;
import io.peerdeck.runner.LogLine.Stream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Takes the lines of one step's processes: carries out the workflow commands in them and passes
/// the rest to the log. ([workflow
/// commands](https://docs.github.com/actions/reference/workflow-commands-for-github-actions))
final class StepOutput {
  private final int step;
  private final JobLog log;
  private final Masks masks;
  private final Map<String, String> outputs = new LinkedHashMap<>();
  private String resumeToken = "";
  private String failure = "";

  StepOutput(int step, JobLog log, Masks masks) {
    this.step = step;
    this.log = log;
    this.masks = masks;
  }

  void line(Stream stream, String line) {
    final Optional<WorkflowCommand> command =
        line.indexOf("::") < 0 ? Optional.empty() : WorkflowCommand.parse(line);
    if (command.isEmpty()) {
      log.output(step, stream, Level.PLAIN, line);
    } else if (!resumeToken.isEmpty()) {
      if (command.get().name().equalsIgnoreCase(resumeToken)) {
        resumeToken = "";
      }
      log.output(step, stream, Level.PLAIN, line);
    } else {
      command(stream, line, command.get());
    }
  }

  private void command(Stream stream, String line, WorkflowCommand command) {
    switch (command.name()) {
      case "group" -> log.output(step, stream, Level.GROUP, command.text());
      case "endgroup" -> log.output(step, stream, Level.ENDGROUP, "");
      case "debug" -> lines(stream, Level.DEBUG, command.text());
      case "notice" -> annotation(stream, Level.NOTICE, command);
      case "warning" -> annotation(stream, Level.WARNING, command);
      case "error" -> annotation(stream, Level.ERROR, command);
      case "add-mask" -> {
        masks.add(command.text());
        log.output(step, stream, Level.PLAIN, "::add-mask::***");
      }
      case "stop-commands" -> {
        log.output(step, stream, Level.PLAIN, line);
        resumeToken = command.text().strip();
      }
      case "set-output" -> {
        log.output(step, stream, Level.PLAIN, line);
        final String name = command.properties().getOrDefault("name", "");
        if (name.isEmpty()) {
          fail("Required field 'name' is missing in ##[set-output] command.");
        } else if (outputs.size() < 1000) {
          outputs.put(name, command.text());
        }
      }
      case "set-env", "add-path" -> {
        log.output(step, stream, Level.PLAIN, line);
        fail(
            "The `"
                + command.name()
                + "` command is disabled. Please write to "
                + (command.name().equals("set-env") ? "$GITHUB_ENV" : "$GITHUB_PATH")
                + " instead.");
      }
      default -> log.output(step, stream, Level.PLAIN, line);
    }
  }

  private void annotation(Stream stream, Level level, WorkflowCommand command) {
    log.annotation(step, level, command.text(), command.properties());
    lines(stream, level, command.text());
  }

  private void lines(Stream stream, Level level, String text) {
    if (text.isEmpty()) {
      log.output(step, stream, level, "");
    }
    text.lines().forEach(part -> log.output(step, stream, level, part));
  }

  private void fail(String why) {
    log.annotate(step, Level.ERROR, why);
    if (failure.isEmpty()) {
      failure = why;
    }
  }

  /// Outputs set by the older `::set-output::` command.
  Map<String, String> outputs() {
    return outputs;
  }

  /// Why a command fails the step; empty if none does.
  String failure() {
    return failure;
  }
}
