package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A killed process keeps the page cache, a machine without power does not: this watches the system
/// calls of a submitting node and finds every fsync before the acknowledgement.
class SubmitTraceTest {
  private static final int DEADLINE_SECONDS = 60;
  private static final int SUBMISSIONS = 3;
  private static final Pattern TWO_PATHS = Pattern.compile("\"([^\"]*)\"[^\"]*\"([^\"]*)\".*");

  @TempDir static Path temporary;
  private static Path data = Path.of("");
  private static List<SystemCall> calls = List.of();

  @BeforeAll
  static void trace() throws Exception {
    requireStrace();
    data = temporary.toRealPath().resolve("data");
    calls = trace(data);
  }

  @Test
  void aSubmissionIsOnDiskBeforeItIsAcknowledged() {
    List<SystemCall> acknowledgements =
        calls.stream().filter(call -> call.prints(SubmitLoop.ACKNOWLEDGED)).toList();
    assertThat(acknowledgements.size()).isEqualTo(SUBMISSIONS);

    Path log = data.resolve("peerdeck.db-wal");
    for (int number = 1; number <= SUBMISSIONS; number++) {
      String name = SubmitLoop.name(number);
      SystemCall stored =
          first(call -> call.writes(log.toString()) && call.arguments().contains(name));
      assertSynced(log, stored, acknowledgements.get(number - 1));
    }
    SystemCall begin = only(call -> call.prints(SubmitLoop.BEGIN));
    // The folder's own entries, among them the key's and the database's.
    assertSynced(data, calls.getFirst(), begin);
  }

  @Test
  void whatASubmissionNeedsIsOnDiskBeforeTheSubmissionIs() {
    SystemCall begin = only(call -> call.prints(SubmitLoop.BEGIN));
    Path log = data.resolve("peerdeck.db-wal");
    SystemCall stored =
        first(call -> call.writes(log.toString()) && call.arguments().contains(SubmitLoop.name(1)));
    List<SystemCall> named =
        calls.stream()
            .filter(call -> call.name().startsWith("rename") && begin.endsBefore(call))
            .filter(call -> call.arguments().contains(data.resolve("blobs").toString()))
            .toList();
    assertThat(named).as("blobs of the submission").isNotEmpty();
    for (SystemCall rename : named) {
      Matcher paths = TWO_PATHS.matcher(rename.arguments());
      assertThat(paths.find()).as(rename.arguments()).isTrue();
      assertSynced(Path.of(paths.group(1)), begin, rename);
      assertSynced(Path.of(paths.group(2)).getParent(), rename, stored);
    }
  }

  /// That the path was fsynced between the end of one call and the beginning of another.
  private static void assertSynced(Path path, SystemCall after, SystemCall before) {
    boolean synced =
        calls.stream()
            .anyMatch(
                call ->
                    call.syncs(path.toString())
                        && after.endsBefore(call)
                        && call.endsBefore(before));
    assertThat(synced)
        .as("an fsync of %s between lines %d and %d", path, after.ended(), before.begun())
        .isTrue();
  }

  private static SystemCall first(Predicate<SystemCall> wanted) {
    return calls.stream().filter(wanted).findFirst().orElseThrow();
  }

  private static SystemCall only(Predicate<SystemCall> wanted) {
    List<SystemCall> found = calls.stream().filter(wanted).toList();
    assertThat(found.size()).isEqualTo(1);
    return found.getFirst();
  }

  private static List<SystemCall> trace(Path data) throws Exception {
    Path trace = temporary.resolve("trace.txt");
    Path file = SubmitLoop.workflow(temporary);
    List<String> command =
        new ArrayList<>(
            List.of(
                "strace",
                "-f",
                "--seccomp-bpf",
                "-y",
                "-s",
                "4096",
                "-e",
                "trace=fsync,fdatasync,write,pwrite64,writev,pwritev,?rename,renameat,renameat2",
                "-e",
                "signal=none",
                "-o",
                trace.toString()));
    command.addAll(SubmitLoop.command(data, file, SUBMISSIONS));
    Ended ended = run(command);
    assertThat(ended.exit()).as(ended.output()).isZero();
    return SystemCall.read(Files.readAllLines(trace, StandardCharsets.ISO_8859_1));
  }

  private static void requireStrace() throws Exception {
    Ended ended;
    try {
      ended = run(List.of("strace", "-f", "-o", temporary.resolve("probe.txt").toString(), "true"));
    } catch (IOException e) {
      ended = new Ended(1, String.valueOf(e.getMessage()));
    }
    if (ended.exit() != 0) {
      String reason =
          "SKIPPED: system calls of a submission, strace cannot be run: " + ended.output();
      System.out.println(reason);
      abort(reason);
    }
  }

  private record Ended(int exit, String output) {}

  private static Ended run(List<String> command) throws Exception {
    Path output = temporary.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS))
          .as(() -> command.getFirst() + " ends in time")
          .isTrue();
      return new Ended(process.exitValue(), Files.readString(output));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
