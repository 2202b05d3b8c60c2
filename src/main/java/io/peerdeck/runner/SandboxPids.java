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

  /// bubblewrap's own and the supervisor, found by their parents alone; to be asked when the
  /// sandbox stands and no step has been started in it.
  static SandboxPids atStart(int outer) {
    final int first = onlyChild(outer);
    return new SandboxPids(outer, first, first == 0 ? 0 : onlyChild(first), List.of());
  }

  /// Whether nothing else is in the sandbox, as far as one look at the children of these tells:
  /// what loses its parent in there becomes the first process's child.
  boolean isAlone() {
    return supervisor != 0 && onlyChild(first) == supervisor && children(supervisor).isEmpty();
  }

  /// Looks now, at all processes of the machine.
  static SandboxPids of(int outer) {
    final int first = onlyChild(outer);
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

  /// A process's only child; 0 if it has none, or several.
  private static int onlyChild(int pid) {
    final String children = children(pid);
    return children.matches("\\d+") ? Integer.parseInt(children) : 0;
  }

  private static String children(int pid) {
    return read(PROC.resolve(pid + "/task/" + pid + "/children")).strip();
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
