package io.peerdeck.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ends of processes: cancel, timeouts, children that detach themselves.
class ProcessEndTest {
  @TempDir Path folder;

  private static final String DETACHED =
      """
      - run: |
          setsid nohup sleep 7001 >/dev/null 2>&1 &
          (setsid bash -c 'sleep 7002 & disown; exit 0' >/dev/null 2>&1 &)
          env -i /usr/bin/setsid /usr/bin/sleep 7003 >/dev/null 2>&1 &
          python3 - <<'EOF'
          import os
          if os.fork() == 0:
              os.setsid()
              if os.fork() == 0:
                  os.close(0); os.close(1); os.close(2)
                  os.execve("/usr/bin/sleep", ["sleep", "7004"], {})
              os._exit(0)
          EOF
          sleep 7005 &
          echo started
      """;

  private static final String COUNT =
      """
      - run: |
          import glob
          found = set()
          for name in glob.glob("/proc/[0-9]*/cmdline"):
              try:
                  words = open(name, "rb").read().split(b"\\0")
              except OSError:
                  continue
              if words[0].endswith(b"sleep") and words[1].startswith(b"700"):
                  found.add(words[1].decode())
          print(*sorted(found))
        shell: python
      """;

  @Test
  void nothingIsLeftOfAJobThatEnded() {
    final JobFixture job = new JobFixture(folder);
    final JobOutcome outcome = job.steps(DETACHED + COUNT);
    assertThat(outcome.message()).isEmpty();
    // As at GitHub, what a step leaves in the background serves later steps of the job.
    assertThat(job.output()).containsExactly("started", "7001 7002 7003 7004 7005");
    assertThat(sleeping("7001", "7002", "7003", "7004", "7005")).isEmpty();
    assertThat(job.remarks().stream().filter(line -> line.startsWith("Terminated orphan process")))
        .hasSize(5);
  }

  @Test
  void aCancelEndsTheWholeTree() throws Exception {
    final JobFixture job = new JobFixture(folder);
    final Future<JobOutcome> outcome =
        job.inBackground(
            DETACHED
                + "    sleep 7006\n"
                + "- run: echo skipped\n"
                + "- if: always()\n"
                + "  run: echo cleaning\n"
                + "- if: cancelled()\n"
                + "  run: echo cancelled\n");
    await().atMost(Duration.ofSeconds(20)).until(() -> job.output().contains("started"));
    job.token.cancel("Cancelled by hand.");
    final JobOutcome end = outcome.get(20, TimeUnit.SECONDS);
    assertThat(end.conclusion()).isEqualTo(Conclusion.CANCELLED);
    assertThat(end.message()).isEqualTo("Cancelled by hand.");
    assertThat(end.steps().stream().map(StepResult::outcome))
        .containsExactly(
            Conclusion.CANCELLED, Conclusion.SKIPPED, Conclusion.SUCCESS, Conclusion.SUCCESS);
    assertThat(job.output()).containsExactly("started", "cleaning", "cancelled");
    assertThat(sleeping("7001", "7002", "7003", "7004", "7005", "7006")).isEmpty();
  }

  @Test
  void aProcessMayTidyUpOnSigint() throws Exception {
    final JobFixture job = new JobFixture(folder);
    final Future<JobOutcome> outcome =
        job.inBackground(
            """
            - run: |
                trap 'echo tidying; exit 3' INT
                echo started
                sleep 7010
            """);
    await().atMost(Duration.ofSeconds(20)).until(() -> job.output().contains("started"));
    job.token.cancel("stop it");
    assertThat(outcome.get(20, TimeUnit.SECONDS).conclusion()).isEqualTo(Conclusion.CANCELLED);
    assertThat(job.output()).containsExactly("started", "tidying");
  }

  @Test
  void whoIgnoresSigintGetsSigtermAndWhoIgnoresBothIsKilled() throws Exception {
    final JobFixture job = new JobFixture(folder);
    job.limits = job.limits.withGrace(Duration.ofMillis(200), Duration.ofMillis(200));
    final Future<JobOutcome> outcome =
        job.inBackground(
            """
            - run: |
                import os, signal, time
                signal.signal(signal.SIGINT, lambda *_: os.write(1, b"INT\\n"))
                signal.signal(signal.SIGTERM, lambda *_: os.write(1, b"TERM\\n"))
                os.write(1, b"started\\n")
                while True: time.sleep(7011)
              shell: python
            """);
    await().atMost(Duration.ofSeconds(20)).until(() -> job.output().contains("started"));
    job.token.cancel("stop it");
    assertThat(outcome.get(20, TimeUnit.SECONDS).conclusion()).isEqualTo(Conclusion.CANCELLED);
    assertThat(job.output()).startsWith("started", "INT").contains("TERM");
  }

  @Test
  void aStopRunsNothingMore() throws Exception {
    final JobFixture job = new JobFixture(folder);
    final Future<JobOutcome> outcome =
        job.inBackground(
            """
            - run: |
                trap '' INT TERM
                echo started
                sleep 7012; sleep 7012
            - if: always()
              run: echo never
            """);
    await().atMost(Duration.ofSeconds(20)).until(() -> job.output().contains("started"));
    job.token.stop("The node goes down.");
    assertThat(outcome.get(30, TimeUnit.SECONDS).conclusion()).isEqualTo(Conclusion.CANCELLED);
    assertThat(job.output()).containsExactly("started");
    assertThat(sleeping("7012")).isEmpty();
  }

  @Test
  void aStepOverItsTimeFailsAndAJobOverItsTimeIsCancelled() {
    final JobFixture job = new JobFixture(folder);
    final JobOutcome outcome =
        job.steps(
            """
            - run: sleep 7013
              timeout-minutes: ${{ fromJSON('0.005') }}
              continue-on-error: true
            - run: echo next
            """);
    assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
    assertThat(outcome.steps().getFirst().outcome()).isEqualTo(Conclusion.FAILURE);
    assertThat(job.output()).containsExactly("next");
    assertThat(job.remarks())
        .contains("The action 'Run sleep 7013' has timed out after 0.005 minutes.");
    job.folder.close();

    final JobFixture slow = new JobFixture(folder);
    final JobOutcome late =
        slow.job(
            """
                timeout-minutes: ${{ fromJSON('0.005') }}
                steps:
                  - run: sleep 7014
                  - run: echo never
                  - if: always()
                    run: echo always
            """);
    assertThat(late.conclusion()).isEqualTo(Conclusion.CANCELLED);
    assertThat(late.message())
        .isEqualTo("The job has exceeded the maximum execution time of 0.005 minutes.");
    assertThat(slow.output()).containsExactly("always");
    assertThat(sleeping("7013", "7014")).isEmpty();
  }

  @Test
  void anAlwaysStepGoesOnThroughACancel() throws Exception {
    final JobFixture job = new JobFixture(folder);
    final Future<JobOutcome> outcome =
        job.inBackground(
            """
            - if: always()
              run: |
                echo started
                until test -e go; do sleep 0.02; done
                echo finished
            """);
    await().atMost(Duration.ofSeconds(20)).until(() -> job.output().contains("started"));
    job.token.cancel("stop it");
    Files.createFile(job.folder.workspace().resolve("go"));
    final JobOutcome end = outcome.get(20, TimeUnit.SECONDS);
    assertThat(end.conclusion()).isEqualTo(Conclusion.CANCELLED);
    assertThat(end.steps().getFirst().outcome()).isEqualTo(Conclusion.SUCCESS);
    assertThat(job.output()).containsExactly("started", "finished");
  }

  @Test
  void aCancelBeforeTheStartRunsNothing() {
    final JobFixture job = new JobFixture(folder);
    job.token.cancel("too late");
    final JobOutcome outcome = job.steps("- run: echo never\n");
    assertThat(outcome.conclusion()).isEqualTo(Conclusion.CANCELLED);
    assertThat(job.output()).isEmpty();
  }

  @Test
  void anActionThatHangsIsInterrupted() throws Exception {
    final JobFixture job = new JobFixture(folder);
    final CountDownLatch begun = new CountDownLatch(1);
    job.snapshot =
        to -> {
          begun.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
          }
          return 0;
        };
    final Future<JobOutcome> outcome = job.inBackground("- uses: actions/checkout@v4\n");
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    job.token.cancel("stop it");
    final JobOutcome end = outcome.get(20, TimeUnit.SECONDS);
    assertThat(end.conclusion()).isEqualTo(Conclusion.CANCELLED);
    assertThat(end.steps().getFirst().outcome()).isEqualTo(Conclusion.CANCELLED);
  }

  @Test
  void leftoversOfACrashedNodeAreFoundByItsMark() throws Exception {
    final RunnerSetup setup = JobFixture.setup();
    final ProcessBuilder builder = new ProcessBuilder("setsid", "sleep", "7020");
    builder.environment().put(ProcessMark.VARIABLE, setup.node() + ".oldjob.1.");
    final Process left = builder.start();
    await().atMost(Duration.ofSeconds(30)).until(() -> !sleeping("7020").isEmpty());
    assertThat(new JobRunner(setup).killLeftovers()).anyMatch(name -> name.startsWith("sleep"));
    assertThat(left.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(new JobRunner(setup).killLeftovers()).isEmpty();
  }

  private static List<String> sleeping(String... seconds) {
    final List<String> wanted = Stream.of(seconds).map(second -> "sleep " + second).toList();
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.map(process -> process.info().commandLine().orElse(""))
          .filter(line -> wanted.stream().anyMatch(line::endsWith))
          .toList();
    }
  }
}
