package io.peerdeck.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Jazzer in a process of its own: it instruments what it fuzzes, and runs one target at a time.
final class JazzerRun {
  private static final Duration START = Duration.ofSeconds(90);
  private static final int SEED = 20_260_101;
  private static final int LONGEST = 4096;

  /// How a run ended.
  ///
  /// @param output all it said
  record Outcome(boolean clean, String output) {}

  private JazzerRun() {}

  /// Fuzzes one target, or all of them when none is named.
  ///
  /// @param corpus inputs to start from; new ones of interest are put in
  static Outcome fuzz(Optional<String> target, Path corpus, Duration time) throws Exception {
    Path folder = Files.createDirectories(corpus.resolveSibling(corpus.getFileName() + "-found"));
    Path log = folder.resolve("log");
    // libFuzzer's bound is on the most memory its process ever had, and to that counts what its
    // parent had when it began: a shell in between has little.
    List<String> command = new ArrayList<>(List.of("sh", "-c", "\"$@\"; exit $?", "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx700m",
            "-XX:+EnableDynamicAgentLoading",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener",
            "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir")));
    target.ifPresent(name -> command.add("-D" + FuzzEntry.TARGET + "=" + name));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + FuzzEntry.class.getName(),
            "--instrumentation_includes=io.peerdeck.**",
            "--reproducer_path=" + folder,
            "-artifact_prefix=" + folder + "/",
            "-seed=" + SEED,
            "-max_len=" + LONGEST,
            "-max_total_time=" + time.toSeconds(),
            "-timeout=60",
            "-print_final_stats=1",
            corpus.toString()));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!process.waitFor(time.plus(START).toSeconds(), TimeUnit.SECONDS)) {
        return new Outcome(false, "Jazzer did not end.\n" + Files.readString(log));
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return new Outcome(process.exitValue() == 0, Files.readString(log));
  }

  /// Inputs kept for a target: whatever once found a fault or reached a new place.
  static List<Path> kept(String target) {
    Path folder = Path.of(System.getProperty("basedir", ""), "src/test/resources/fuzz", target);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
