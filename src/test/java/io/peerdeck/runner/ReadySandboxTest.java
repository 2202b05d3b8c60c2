package io.peerdeck.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sandboxes that are made before their job is known.
class ReadySandboxTest {
  @TempDir Path folder;
  private final JobRunner runner = new JobRunner(JobFixture.setup());
  private Isolation.Sandboxed isolation;
  private JobFixture job;

  @BeforeEach
  void find() {
    isolation =
        new Isolation.Sandboxed(BubblewrapOnPath.required(), false, SandboxLimits.standard());
    job = new JobFixture(folder);
    job.grants = JobGrants.of(isolation);
  }

  @Test
  void itsJobRunsInItAndEndsIt() {
    try (ReadySandbox ready = runner.prepare(job.folder, isolation, Optional.empty())) {
      assertThat(ready.fits(isolation)).isTrue();
      final String inside = namespace(ready);
      job.ready = Optional.of(ready);
      assertThat(job.steps("- run: readlink /proc/self/ns/pid\n- run: sleep 7041 &\n").message())
          .isEmpty();
      assertThat(job.output()).contains(inside);
      assertThat(job.remarks())
          .anyMatch(line -> line.startsWith("Terminated orphan process"))
          .anyMatch(line -> line.startsWith("Sandbox: bubblewrap"));
      assertThat(ready.fits(isolation)).isFalse();
    }
    assertThat(groups()).isEmpty();
  }

  @Test
  void itServesNoOtherIsolationAndNoneOnceItIsDead() {
    try (ReadySandbox ready = runner.prepare(job.folder, isolation, Optional.empty())) {
      assertThat(ready.fits(new Isolation.Host(""))).isFalse();
      assertThat(ready.fits(new Isolation.Sandboxed(isolation.sandbox(), true, isolation.limits())))
          .isFalse();
      final ProcessHandle outer = ProcessHandle.of(ready.sandbox().outer()).orElseThrow();
      outer.destroyForcibly();
      await().atMost(Duration.ofSeconds(20)).until(() -> !ready.fits(isolation));
    }
    assertThat(groups()).isEmpty();
  }

  @Test
  void theNextTakesTheControlGroupOfOneThatEnded() {
    try (ReadySandbox first = runner.prepare(job.folder, isolation, Optional.empty())) {
      job.ready = Optional.of(first);
      assertThat(job.steps("- run: 'true'\n").message()).isEmpty();
      final List<String> groups = groups();
      final JobFolder other = JobFolder.create(folder, "other");
      try (ReadySandbox next = runner.prepare(other, isolation, Optional.of(first))) {
        putAway(first);
        assertThat(groups()).isEqualTo(groups);
        assertThat(next.fits(isolation)).isTrue();
      }
    }
    assertThat(groups()).isEmpty();
  }

  @Test
  void itsProcessesEndWithIt() {
    final ProcessHandle outer;
    try (ReadySandbox ready = runner.prepare(job.folder, isolation, Optional.empty())) {
      outer = ProcessHandle.of(ready.sandbox().outer()).orElseThrow();
      assertThat(outer.isAlive()).isTrue();
    }
    assertThat(outer.isAlive()).isFalse();
    assertThat(Files.isDirectory(job.folder.workspace())).isTrue();
  }

  private static void putAway(ReadySandbox sandbox) {
    sandbox.close();
  }

  private static String namespace(ReadySandbox ready) {
    try {
      return Files.readSymbolicLink(
              Path.of("/proc/" + ready.sandbox().own().supervisor() + "/ns/pid"))
          .toString();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// This process's groups, where it may make any.
  private static List<String> groups() {
    final String own = OwnerProcess.self().orElseThrow().text();
    return ControlGroup.places().stream()
        .flatMap(place -> List.of(place.toFile().list()).stream())
        .filter(name -> name.contains(own))
        .sorted()
        .toList();
  }
}
