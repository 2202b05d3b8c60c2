package io.peerdeck.runner;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The program and arguments for a script, as GitHub documents under
/// `jobs.<job_id>.steps[*].shell`.
///
/// @param program absolute path
/// @param arguments with `{0}` for the script's path
/// @param extension of the script's file
record ShellCommand(Path program, List<String> arguments, String extension) {
  private static final String SCRIPT = "{0}";
  // .NET's way to cut a command line: blanks part, double quotes hold together.
  private static final Pattern ARGUMENT = Pattern.compile("(?:\"[^\"]*\"|[^\\s\"])+");

  /// Finds the shell on a `PATH`.
  ///
  /// @param shell what the file asks for, a name or a command line with `{0}`; unset means bash, or
  ///     sh where there is no bash
  /// @throws RunnerException if it is neither, or the machine has no such program
  static ShellCommand of(Optional<String> shell, String path) {
    if (shell.isEmpty()) {
      return find(path, "bash")
          .map(bash -> new ShellCommand(bash, List.of("-e", SCRIPT), ".sh"))
          .orElseGet(() -> required(path, "sh", "-e", SCRIPT));
    }
    return switch (shell.get().toLowerCase(Locale.ROOT)) {
      case "bash" ->
          required(path, "bash", "--noprofile", "--norc", "-e", "-o", "pipefail", SCRIPT);
      case "sh" -> required(path, "sh", "-e", SCRIPT);
      case "pwsh" -> required(path, "pwsh", "-command", ". '" + SCRIPT + "'");
      case "python" ->
          find(path, "python3")
              .map(python -> new ShellCommand(python, List.of(SCRIPT), ".py"))
              .orElseGet(() -> required(path, "python", SCRIPT));
      case "cmd", "powershell" ->
          throw new RunnerException(
              "The shell '"
                  + shell.get()
                  + "' is Windows' own, and this peer is none; use bash, sh, python or pwsh.");
      default -> custom(shell.get(), path);
    };
  }

  private static ShellCommand custom(String shell, String path) {
    final List<String> words = new ArrayList<>();
    final Matcher matcher = ARGUMENT.matcher(shell);
    while (matcher.find()) {
      words.add(matcher.group().replace("\"", ""));
    }
    if (!shell.contains(SCRIPT) || words.size() < 2) {
      throw new RunnerException(
          "Invalid shell option '"
              + shell
              + "'. Shell must be a valid built-in (bash, sh, python, pwsh) or a format string"
              + " containing '{0}'.");
    }
    final String program =
        words.getFirst().equals("python") && find(path, "python").isEmpty()
            ? "python3"
            : words.getFirst();
    return required(path, program, words.subList(1, words.size()).toArray(new String[0]));
  }

  private static ShellCommand required(String path, String name, String... arguments) {
    return find(path, name)
        .map(program -> new ShellCommand(program, List.of(arguments), extension(program)))
        .orElseThrow(
            () ->
                new RunnerException(
                    "The step's shell "
                        + name
                        + " is not on this peer's PATH ("
                        + path
                        + "). Install it, or name another shell."));
  }

  private static String extension(Path program) {
    final String name = program.getFileName().toString();
    return switch (name) {
      case "bash", "sh" -> ".sh";
      case "pwsh" -> ".ps1";
      default -> name.startsWith("python") ? ".py" : "";
    };
  }

  /// A program by name, on the `PATH`, or by absolute path.
  static Optional<Path> find(String path, String name) {
    if (name.startsWith("/")) {
      return runnable(Path.of(name));
    }
    for (final String folder : path.split(":")) {
      if (folder.startsWith("/")) {
        final Optional<Path> program = runnable(Path.of(folder, name));
        if (program.isPresent()) {
          return program;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Path> runnable(Path program) {
    return Files.isExecutable(program) && Files.isRegularFile(program)
        ? Optional.of(program)
        : Optional.empty();
  }

  /// What the script's file must hold so that a failure inside PowerShell ends it, as the others'
  /// options do.
  String contents(String script) {
    final String whole = script.endsWith("\n") ? script : script + "\n";
    return extension.equals(".ps1")
        ? "$ErrorActionPreference = 'stop'\n"
            + whole
            + "if ((Test-Path -LiteralPath variable:\\LASTEXITCODE)) { exit $LASTEXITCODE }\n"
        : whole;
  }

  /// The command line for a script.
  List<String> command(Path script) {
    final List<String> command = new ArrayList<>();
    command.add(program.toString());
    arguments.forEach(argument -> command.add(argument.replace(SCRIPT, script.toString())));
    return command;
  }

  /// As the log shows it, e.g. `/usr/bin/bash -e {0}`.
  String shown() {
    return program + " " + String.join(" ", arguments);
  }
}
