package io.peerdeck.runner;

import io.peerdeck.runner.LogLine.Level;
import io.peerdeck.runner.LogLine.Stream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Takes the lines of one step's processes: carries out the workflow commands in them and passes
/// the rest to the log. ([workflow
/// commands](https://docs.github.com/actions/reference/workflow-commands-for-github-actions))
final class StepOutput {
  private static final int MAX_PAIRS = 1000;
  private static final Set<String> KNOWN =
      Set.of(
          "group",
          "endgroup",
          "debug",
          "notice",
          "warning",
          "error",
          "add-mask",
          "stop-commands",
          "echo",
          "set-output",
          "save-state",
          "set-env",
          "add-path",
          "add-matcher",
          "remove-matcher");

  private final int step;
  private final JobLog log;
  private final Masks masks;
  private final Map<String, String> env;
  private final boolean debug;
  private final Map<String, String> outputs = new LinkedHashMap<>();
  private final Map<String, String> state = new LinkedHashMap<>();
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final List<String> paths = new ArrayList<>();
  private final Set<String> old = new HashSet<>();
  private String resumeToken = "";
  private String failure = "";
  private boolean echo;

  /// @param env the step's variables: two of them allow commands that are off
  /// @param debug whether `::debug::` is shown
  StepOutput(int step, JobLog log, Masks masks, Map<String, String> env, boolean debug) {
    this.step = step;
    this.log = log;
    this.masks = masks;
    this.env = env;
    this.debug = debug;
  }

  void line(Stream stream, String line) {
    final Optional<WorkflowCommand> command = commandIn(line);
    if (command.isEmpty()) {
      log.output(step, stream, Level.PLAIN, line);
    } else if (!resumeToken.isEmpty()) {
      if (command.get().name().equalsIgnoreCase(resumeToken)) {
        resumeToken = "";
      }
      log.output(step, stream, Level.PLAIN, line);
    } else if (KNOWN.contains(command.get().name())) {
      command(stream, line, command.get());
    } else {
      log.output(step, stream, Level.PLAIN, line);
    }
  }

  private static Optional<WorkflowCommand> commandIn(String line) {
    final Optional<WorkflowCommand> command =
        line.indexOf("::") < 0 ? Optional.empty() : WorkflowCommand.parse(line);
    return command.isPresent() || !line.contains(WorkflowCommand.OLD)
        ? command
        : WorkflowCommand.parseOld(line).filter(old -> KNOWN.contains(old.name()));
  }

  private void command(Stream stream, String line, WorkflowCommand command) {
    switch (command.name()) {
      case "group" -> log.output(step, stream, Level.GROUP, command.text());
      case "endgroup" -> log.output(step, stream, Level.ENDGROUP, "");
      case "debug" -> {
        if (debug) {
          lines(stream, Level.DEBUG, command.text());
        }
      }
      case "notice" -> annotation(stream, Level.NOTICE, command);
      case "warning" -> annotation(stream, Level.WARNING, command);
      case "error" -> annotation(stream, Level.ERROR, command);
      case "add-mask" -> mask(stream, command);
      case "stop-commands" -> stop(stream, line, command.text().strip());
      case "echo" -> echo(stream, line, command.text().strip());
      case "add-matcher" -> {
        log.output(step, stream, Level.PLAIN, line);
        log.output(
            step,
            stream,
            Level.WARNING,
            "Problem matchers are not offered on a peer: lines stay as they are, annotations come"
                + " of ::error and ::warning.");
      }
      case "remove-matcher" -> log.output(step, stream, Level.PLAIN, line);
      default -> {
        if (echo) {
          log.output(step, stream, Level.PLAIN, line);
        }
        pair(command);
      }
    }
  }

  private void mask(Stream stream, WorkflowCommand command) {
    if (command.text().isBlank()) {
      log.annotate(
          step, Level.WARNING, "Can't add secret mask for empty string in ##[add-mask] command.");
      return;
    }
    masks.add(command.text());
    if (echo) {
      log.output(step, stream, Level.PLAIN, "::add-mask::***");
    }
  }

  /// A token that is a command's own name would let any output turn commands on again.
  private void stop(Stream stream, String line, String token) {
    log.output(step, stream, Level.PLAIN, line);
    final boolean unsafe =
        token.isEmpty()
            || KNOWN.contains(token.toLowerCase(Locale.ROOT))
            || token.equalsIgnoreCase("pause-logging");
    if (unsafe && !allowed("ACTIONS_ALLOW_UNSECURE_STOPCOMMAND_TOKENS")) {
      fail(
          "Invoking ::stop-commands:: with a token that is empty or the name of a command is not"
              + " allowed; use a random one.");
    } else {
      resumeToken = token;
    }
  }

  private void echo(Stream stream, String line, String text) {
    switch (text.toLowerCase(Locale.ROOT)) {
      case "on" -> echo = true;
      case "off" -> echo = false;
      default ->
          fail(
              "Invalid echo command value. Possible values can be: 'on', 'off'. Current value is: '"
                  + text
                  + "'.");
    }
    if (echo) {
      log.output(step, stream, Level.PLAIN, line);
    }
  }

  private void pair(WorkflowCommand command) {
    final String name = command.properties().getOrDefault("name", "");
    switch (command.name()) {
      case "set-output" -> {
        warnOfOld("set-output");
        put(outputs, name, command);
      }
      case "save-state" -> {
        warnOfOld("save-state");
        put(state, name, command);
      }
      case "set-env" -> {
        if (!isOff(command.name(), "$GITHUB_ENV")) {
          put(variables, name, command);
        }
      }
      default -> {
        if (!isOff(command.name(), "$GITHUB_PATH") && paths.size() < MAX_PAIRS) {
          paths.add(command.text());
        }
      }
    }
  }

  /// In GitHub's words, once for each step.
  private void warnOfOld(String command) {
    if (old.add(command)) {
      log.annotate(
          step,
          Level.WARNING,
          "The `"
              + command
              + "` command is deprecated and will be disabled soon. Please upgrade to using"
              + " Environment Files.");
    }
  }

  private void put(Map<String, String> pairs, String name, WorkflowCommand command) {
    if (name.isEmpty()) {
      fail("Required field 'name' is missing in ##[" + command.name() + "] command.");
    } else if (pairs.size() < MAX_PAIRS) {
      pairs.put(name, command.text());
    }
  }

  private boolean isOff(String command, String file) {
    final boolean off = !allowed("ACTIONS_ALLOW_UNSECURE_COMMANDS");
    if (off) {
      fail("The `" + command + "` command is disabled. Please write to " + file + " instead.");
    }
    return off;
  }

  private boolean allowed(String variable) {
    return env.getOrDefault(variable, "").equalsIgnoreCase("true");
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

  /// What `::save-state::` left for the action's post.
  Map<String, String> state() {
    return state;
  }

  /// What `::set-env::` set where it is allowed.
  Map<String, String> variables() {
    return variables;
  }

  /// What `::add-path::` added where it is allowed.
  List<String> paths() {
    return paths;
  }

  /// Why a command fails the step; empty if none does.
  String failure() {
    return failure;
  }
}
