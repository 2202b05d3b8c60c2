package io.peerdeck.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The process numbers in one sandbox, as the machine counts them: those that share the process
/// namespace of bubblewrap's inner process.
///
/// @param outer bubblewrap itself, outside
/// @param first its inner process, number 1 inside; 0 while it is not there
/// @param supervisor the shell that takes the steps, number 2 inside; 0 while it is not there
/// @param steps all others inside
record SandboxPids(int outer, int first, int supervisor, List<Integer> steps) {
  private static final Path PROC = Path.of("/proc");

  /// Looks now.
  static SandboxPids of(int outer) {
    int first = 0;
    final String child = read(PROC.resolve(outer + "/task/" + outer + "/children")).strip();
    if (child.matches("\\d+")) {
      first = Integer.parseInt(child);
    }
    if (first == 0) {
      return new SandboxPids(outer, 0, 0, List.of());
    }
    final Path namespace = namespace(PROC.resolve(Integer.toString(first)));
    int supervisor = 0;
    final List<Integer> steps = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[1-9]*")) {
      for (final Path process : all) {
        final int pid = Integer.parseInt(process.getFileName().toString());
        if (pid == first || namespace.toString().isEmpty()) {
          continue;
        }
        if (namespace(process).equals(namespace)) {
          if (inner(process) == 2) {
            supervisor = pid;
          } else {
            steps.add(pid);
          }
        }
      }
    } catch (IOException e) {
      throw new RunnerException("Cannot look through /proc for the sandbox's processes.", e);
    }
    return new SandboxPids(outer, first, supervisor, List.copyOf(steps));
  }

  /// bubblewrap's processes and the supervisor, as far as they are there.
  List<Integer> own() {
    return java.util.stream.Stream.of(outer, first, supervisor).filter(pid -> pid != 0).toList();
  }

  /// Whether the process is bubblewrap's or the supervisor.
  boolean own(int pid) {
    return pid == outer || pid == first || pid == supervisor;
  }

  private static Path namespace(Path process) {
    try {
      return Files.readSymbolicLink(process.resolve("ns/pid"));
    } catch (IOException e) {
      return Path.of(""); // it has ended, or is another user's
    }
  }

  /// The number it has inside.
  private static int inner(Path process) {
    return read(process.resolve("status"))
        .lines()
        .filter(line -> line.startsWith("NSpid:"))
        .map(line -> line.substring(line.lastIndexOf('\t') + 1).strip())
        .filter(number -> number.matches("\\d+"))
        .mapToInt(Integer::parseInt)
        .findFirst()
        .orElse(0);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // it has ended
    }
  }
}
