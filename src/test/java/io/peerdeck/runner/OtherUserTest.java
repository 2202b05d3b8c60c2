package io.peerdeck.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The limits of the sandbox hold for a node that runs as root, as the other tests do where this
/// one is not skipped, and as any other user: the guard counts for both.
class OtherUserTest {
  private static final String NOBODY = "65534";
  private static final String LIBRARIES =
      ".*/(snakeyaml|jackson|slf4j|logback|assertj|opentest4j|byte-buddy)[^/]*\\.jar";

  private Path world;

  @BeforeEach
  void make() throws Exception {
    BubblewrapOnPath.required();
    assumeTrue(
        System.getProperty("user.name").equals("root")
            && Files.isExecutable(Path.of("/usr/bin/setpriv")),
        "not root: the other tests ran as another user than root");
    // Where anybody may go, unlike the build's own folders.
    world = Files.createTempDirectory(Path.of("/tmp"), "peerdeck-other-user");
    open(world);
  }

  private static Path open(Path folder) throws IOException {
    return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  @AfterEach
  void remove() throws Exception {
    if (world != null) {
      try (Stream<Path> all = Files.walk(world)) {
        for (final Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  @Test
  void theLimitsOfAJobHoldForANodeThatIsNotRoot() throws Exception {
    final List<String> command =
        List.of(
            "/usr/bin/setpriv",
            "--reuid=" + NOBODY,
            "--regid=" + NOBODY,
            "--clear-groups",
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-Xmx200m",
            "-cp",
            classPath(),
            Jobs.class.getName(),
            open(Files.createDirectory(world.resolve("jobs"))).toString());
    final Path said = world.resolve("said");
    final Process child =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .directory(world.toFile())
            .start();
    try {
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      child.destroyForcibly();
    }
    assertThat(Files.readString(said, StandardCharsets.UTF_8).lines())
        .contains(
            "user " + NOBODY,
            "disk: The job's files are larger than the 20.0 MiB it may write; it was ended.",
            "processes: FAILURE",
            "memory: FAILURE");
  }

  /// The program and what it needs, where the other user may read it.
  private String classPath() throws IOException {
    final List<String> all = new ArrayList<>();
    int number = 0;
    for (final String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      final Path from = Path.of(entry);
      final Path to = world.resolve("lib" + number++);
      if (entry.matches(LIBRARIES)) {
        Files.copy(from, to.resolveSibling(to.getFileName() + ".jar"));
        all.add(to + ".jar");
      } else if (Files.isDirectory(from.resolve("io/peerdeck/runner"))) {
        copy(from, to);
        all.add(to.toString());
      }
    }
    return String.join(File.pathSeparator, all);
  }

  private static void copy(Path from, Path to) throws IOException {
    for (final String room : List.of("multiformats", "workflow", "runner")) {
      final Path top = from.resolve("io/peerdeck").resolve(room);
      if (Files.isDirectory(top)) {
        try (Stream<Path> files = Files.walk(top)) {
          for (final Path file : files.toList()) {
            final Path target = to.resolve(from.relativize(file).toString());
            if (Files.isDirectory(file)) {
              Files.createDirectories(target);
            } else {
              Files.copy(file, target);
            }
          }
        }
      }
    }
  }

  /// Runs in the other user's process.
  static final class Jobs {
    private Jobs() {}

    public static void main(String[] arguments) throws IOException {
      final Path folder = Path.of(arguments[0]);
      final SandboxLimits limits = SandboxLimits.standard();
      final JobFixture disk = job(folder.resolve("disk"), limits.withDisk(20 << 20));
      final JobOutcome wrote =
          disk.steps(
              """
              - run: |
                  echo "user $(id -u)"
                  for i in $(seq 1000); do head -c 1000000 /dev/zero > "more$i"; sleep 0.02; done
              """);
      disk.output().forEach(System.out::println);
      System.out.println("disk: " + wrote.message());
      final JobOutcome forked =
          job(folder.resolve("processes"), limits.withProcesses(40))
              .steps(
                  """
                  - run: |
                      import os, time
                      for _ in range(100):
                          if os.fork() == 0:
                              time.sleep(20)
                              os._exit(0)
                      time.sleep(20)
                    shell: python
                  """);
      System.out.println("processes: " + forked.conclusion());
      final JobOutcome eaten =
          job(folder.resolve("memory"), limits.withMemory(200 << 20))
              .steps("- {shell: python, run: 'held = [bytearray(10000000) for _ in range(1000)]'}");
      System.out.println("memory: " + eaten.conclusion());
      System.exit(0);
    }

    private static JobFixture job(Path folder, SandboxLimits limits) throws IOException {
      final Sandbox sandbox =
          Sandbox.find(RunnerSetup.SYSTEM_PATH, List.of(), ToolFolders.NONE)
              .sandbox()
              .orElseThrow();
      final JobFixture job = new JobFixture(Files.createDirectory(folder));
      job.grants = JobGrants.of(new Isolation.Sandboxed(sandbox, false, limits));
      return job;
    }
  }
}
