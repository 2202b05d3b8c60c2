package io.peerdeck.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A process as it can be told from any other, also from one that has its number later: what it
/// leaves behind when it is killed carries this.
///
/// @param started ticks since the machine's start, as in `/proc/PID/stat`
/// @param namespace of the number: in another one it tells nothing
record OwnerProcess(long pid, long started, long namespace) {
  private static final Path PROC = Path.of("/proc");
  private static final Pattern TEXT = Pattern.compile("(\\d{1,18})-(\\d{1,18})-(\\d{1,18})");
  private static final Pattern NAMESPACE = Pattern.compile("pid:\\[(\\d{1,18})]");
  private static final int START = 19; // of the fields behind the name, which may hold anything

  /// This process; empty where the system does not tell.
  static Optional<OwnerProcess> self() {
    return of(ProcessHandle.current().pid());
  }

  /// A process that lives now.
  static Optional<OwnerProcess> of(long pid) {
    try {
      final Matcher namespace =
          NAMESPACE.matcher(Files.readSymbolicLink(PROC.resolve("self/ns/pid")).toString());
      return namespace.matches()
          ? Optional.of(new OwnerProcess(pid, started(pid), Long.parseLong(namespace.group(1))))
          : Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  /// Reads [#text]; empty for anything else.
  static Optional<OwnerProcess> parse(String text) {
    final Matcher parts = TEXT.matcher(text);
    return parts.matches()
        ? Optional.of(
            new OwnerProcess(
                Long.parseLong(parts.group(1)),
                Long.parseLong(parts.group(2)),
                Long.parseLong(parts.group(3))))
        : Optional.empty();
  }

  /// For names of files.
  String text() {
    return pid + "-" + started + "-" + namespace;
  }

  /// Whether it has ended for sure.
  boolean isGone() {
    if (self().filter(own -> own.namespace == namespace).isEmpty()) {
      return false;
    }
    try {
      return started(pid) != started;
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      return false; // not told
    }
  }

  private static long started(long pid) throws IOException {
    final String stat =
        Files.readString(
            PROC.resolve(Long.toString(pid)).resolve("stat"), StandardCharsets.ISO_8859_1);
    final String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    if (fields.length <= START) {
      throw new IOException("/proc tells no start of process " + pid);
    }
    return Long.parseLong(fields[START]);
  }
}
