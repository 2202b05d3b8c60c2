package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.peerdeck.runner.BubblewrapOnPath;
import io.peerdeck.runner.Isolation;
import io.peerdeck.runner.JobFolders;
import io.peerdeck.runner.JobRunner;
import io.peerdeck.runner.RunnerSetup;
import io.peerdeck.runner.SandboxLimits;
import io.peerdeck.runner.Scratch;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobThreadsTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;
  private final Set<Long> before =
      ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
  private final JobRunner runner =
      new JobRunner(RunnerSetup.system("me", "threads", new SecureRandom()));
  private Isolation.Sandboxed isolation;

  @BeforeEach
  void find() {
    isolation =
        new Isolation.Sandboxed(BubblewrapOnPath.required(), false, SandboxLimits.standard());
  }

  private JobThreads threads(Duration idle) {
    return new JobThreads(runner, new JobFolders(folder, Scratch.none()), idle);
  }

  @Test
  void theNextJobOfAThreadFindsItsSandboxMadeIfItWantsTheSame() {
    try (JobThreads threads = threads(Duration.ofMinutes(1))) {
      assertThat(place(threads, isolation).sandbox()).isEmpty();
      await().atMost(SOON).until(() -> sandboxes() == 1);
      JobThreads.Place second = place(threads, isolation);
      assertThat(second.sandbox()).isPresent();
      assertThat(second.sandbox().get().folder()).isEqualTo(second.folder());
      await().atMost(SOON).until(() -> sandboxes() == 1);
      assertThat(place(threads, new Isolation.Host("")).sandbox()).isEmpty();
      await().atMost(SOON).until(() -> sandboxes() == 0);
    }
  }

  @Test
  void jobsAtTheSameTimeHavePlacesOfTheirOwn() {
    try (JobThreads threads = threads(Duration.ofMinutes(1))) {
      CountDownLatch both = new CountDownLatch(2);
      CompletableFuture<Path> one = meeting(threads, both);
      CompletableFuture<Path> two = meeting(threads, both);
      assertThat(one.join()).isNotEqualTo(two.join());
      await().atMost(SOON).until(() -> sandboxes() == 2);
    }
    assertThat(sandboxes()).isZero();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aSandboxThatNobodyWantsGoesWithItsThread() {
    try (JobThreads threads = threads(Duration.ofSeconds(2))) {
      place(threads, isolation);
      await().atMost(SOON).until(() -> sandboxes() == 1);
      await().atMost(SOON).until(() -> sandboxes() == 0);
    }
  }

  private static JobThreads.Place place(JobThreads threads, Isolation isolation) {
    CompletableFuture<JobThreads.Place> place = new CompletableFuture<>();
    threads.execute(
        () -> {
          JobThreads.Place own = threads.place(isolation);
          threads.discard(own);
          place.complete(own);
        });
    return place.join();
  }

  private CompletableFuture<Path> meeting(JobThreads threads, CountDownLatch both) {
    CompletableFuture<Path> root = new CompletableFuture<>();
    threads.execute(
        () -> {
          JobThreads.Place own = threads.place(isolation);
          both.countDown();
          try {
            both.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          threads.discard(own);
          root.complete(own.folder().root());
        });
    return root;
  }

  /// Those this process made since the test began.
  private long sandboxes() {
    return ProcessHandle.current()
        .children()
        .filter(child -> !before.contains(child.pid()))
        .filter(child -> child.info().command().orElse("").endsWith("/bwrap"))
        .filter(ProcessHandle::isAlive)
        .count();
  }
}
