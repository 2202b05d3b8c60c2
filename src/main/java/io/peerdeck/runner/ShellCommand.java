package io.peerdeck.runner;

import io.peerdeck.workflow.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The program and options for a script, as GitHub documents under `jobs.<job_id>.steps[*].shell`.
///
/// @param program absolute path
/// @param options what stands between the program and the script's path
/// @param extension of the script's file
record ShellCommand(Path program, List<String> options, String extension) {

  /// Finds the shell on a `PATH`.
  ///
  /// @param shell what the file asks for; unset means bash, or sh where there is no bash
  /// @throws RunnerException if the machine has no such shell
  static ShellCommand of(Optional<Shell> shell, String path) {
    if (shell.isEmpty()) {
      return find(path, "bash")
          .map(bash -> new ShellCommand(bash, List.of("-e"), ".sh"))
          .orElseGet(() -> required(path, "sh", List.of("-e"), ".sh"));
    }
    return switch (shell.get()) {
      case BASH ->
          required(path, "bash", List.of("--noprofile", "--norc", "-e", "-o", "pipefail"), ".sh");
      case SH -> required(path, "sh", List.of("-e"), ".sh");
      case PYTHON ->
          find(path, "python3")
              .map(python -> new ShellCommand(python, List.of(), ".py"))
              .orElseGet(() -> required(path, "python", List.of(), ".py"));
    };
  }

  private static ShellCommand required(
      String path, String name, List<String> options, String extension) {
    return find(path, name)
        .map(program -> new ShellCommand(program, options, extension))
        .orElseThrow(
            () ->
                new RunnerException(
                    "The step's shell "
                        + name
                        + " is not on this peer's PATH ("
                        + path
                        + "). Install it, or name another shell."));
  }

  private static Optional<Path> find(String path, String name) {
    for (final String folder : path.split(":")) {
      if (folder.startsWith("/")) {
        final Path program = Path.of(folder, name);
        if (Files.isExecutable(program) && Files.isRegularFile(program)) {
          return Optional.of(program);
        }
      }
    }
    return Optional.empty();
  }

  /// The command line for a script.
  List<String> command(Path script) {
    return Stream.of(Stream.of(program.toString()), options.stream(), Stream.of(script.toString()))
        .flatMap(part -> part)
        .toList();
  }

  /// As the log shows it, e.g. `/usr/bin/bash -e {0}`.
  String shown() {
    return String.join(" ", command(Path.of("{0}")));
  }
}
