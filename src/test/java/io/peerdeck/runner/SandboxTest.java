package io.peerdeck.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Jobs in a bubblewrap sandbox: they work as on the host, within their bounds.
class SandboxTest {
  private static final SandboxLimits LIMITS = SandboxLimits.standard();

  @TempDir Path folder;
  private Sandbox sandbox;

  @BeforeEach
  void find() {
    sandbox = BubblewrapOnPath.required();
  }

  private JobFixture job(SandboxLimits limits) {
    final JobFixture job = new JobFixture(folder);
    job.grants = JobGrants.of(new Isolation.Sandboxed(sandbox, false, limits));
    return job;
  }

  @Test
  void stepsTalkThroughFilesEnvironmentAndWorkspaceAsOnTheHost() {
    final JobFixture job = job(LIMITS);
    final JobOutcome outcome =
        job.job(
            """
                outputs:
                  said: ${{ steps.one.outputs.said }}
                env:
                  ODD: "it's \\"$odd\\" \\n second"
                steps:
                  - id: one
                    run: |
                      echo "said=yes" >> "$GITHUB_OUTPUT"
                      echo "NEXT=from one" >> "$GITHUB_ENV"
                      echo text > file; echo temporary > /tmp/kept; pwd; id -u
                  - run: |
                      printf '%s\\n' "$NEXT" "$ODD" "$HOME"; cat file /tmp/kept; echo oops >&2
                    shell: bash
                  - run: print(open('file').read().strip().upper())
                    shell: python
                  - run: exit 7
                  - if: always()
                    run: kill -9 $$
            """);
    assertThat(job.output())
        .containsSubsequence(
            job.folder.workspace().toString(),
            "from one",
            "it's \"$odd\" ",
            " second",
            job.folder.home().toString(),
            "text",
            "temporary")
        .contains("oops", "TEXT");
    assertThat(outcome.outputs()).containsEntry("said", "yes");
    assertThat(outcome.steps().get(3).exitCode()).hasValue(7);
    assertThat(outcome.steps().get(4).exitCode()).hasValue(137);
    assertThat(job.remarks().getFirst()).startsWith("Sandbox: bubblewrap").contains("no network");
  }

  @Test
  void whereItCannotBeMadeEveryStepSaysSo() throws Exception {
    final JobFixture job = job(LIMITS);
    JobFolder.delete(job.folder.tmp());
    assertThat(job.steps("- run: 'true'\n- if: always()\n  run: 'true'\n").conclusion())
        .isEqualTo(Conclusion.FAILURE);
    assertThat(job.steps).extracting(StepResult::outcome).containsOnly(Conclusion.FAILURE);
    assertThat(job.remarks())
        .filteredOn(line -> line.contains("The job's sandbox could not be made"))
        .hasSize(2);
  }

  @Test
  void variablesReachAStepWhateverTheyAreCalled() {
    final JobFixture job = job(LIMITS);
    final JobOutcome outcome =
        job.steps(
            """
            - run: printf '%s\\n' "$PLAIN" "$lower_case9"
              shell: bash
              env: {PLAIN: "a 'b' $c `d`", lower_case9: x}
            - run: |
                import os
                print([os.environ[name] for name in ["odd-name", "OPTIND", "UID", "IFS"]])
              shell: python
              env: {odd-name: o, OPTIND: none, UID: mine, IFS: ab}
            """);
    assertThat(outcome.message()).isEmpty();
    assertThat(job.output()).containsExactly("a 'b' $c `d`", "x", "['o', 'none', 'mine', 'ab']");
  }

  @Test
  void whatAStepLeavesInTheBackgroundServesLaterStepsAndEndsWithTheJob() {
    final JobFixture job = job(LIMITS);
    final JobOutcome outcome =
        job.steps(
            """
            - run: |
                python3 -m http.server --bind 127.0.0.1 8123 >/dev/null 2>&1 &
                setsid nohup sleep 7101 >/dev/null 2>&1 &
                env -i /usr/bin/setsid /usr/bin/sleep 7102 >/dev/null 2>&1 &
            - run: |
                import time, urllib.request
                for _ in range(200):
                    try:
                        print(urllib.request.urlopen("http://127.0.0.1:8123/").status)
                        break
                    except OSError:
                        time.sleep(0.05)
              shell: python
            """);
    assertThat(outcome.message()).isEmpty();
    assertThat(job.output()).containsExactly("200");
    assertThat(sleeping("7101", "7102")).isEmpty();
    assertThat(job.remarks().stream().filter(line -> line.startsWith("Terminated orphan process")))
        .hasSize(3);
  }

  @Test
  void aCancelReachesTheStepAndAlwaysStepsStillRun() throws Exception {
    final JobFixture job = job(LIMITS);
    final Future<JobOutcome> outcome =
        job.inBackground(
            """
            - run: |
                trap 'echo tidying; exit 3' INT
                echo started
                sleep 7103
            - if: always()
              run: echo cleaning
            """);
    await().atMost(Duration.ofSeconds(20)).until(() -> job.output().contains("started"));
    job.token.cancel("Cancelled by hand.");
    assertThat(outcome.get(30, TimeUnit.SECONDS).conclusion()).isEqualTo(Conclusion.CANCELLED);
    assertThat(job.output()).containsExactly("started", "tidying", "cleaning");
    assertThat(sleeping("7103")).isEmpty();
  }

  @Test
  void aJobThatWritesMoreThanItMayIsEnded() {
    final JobFixture job = job(LIMITS.withDisk(20 << 20));
    final JobOutcome outcome =
        job.steps(
            """
            - run: |
                head -c 40000000 /dev/zero > one || echo "one stopped at $(stat -c %s one)"
            - if: always()
              run: |
                for i in $(seq 1000); do head -c 1000000 /dev/zero > "more$i"; sleep 0.02; done
            - if: always()
              run: echo never
            """);
    assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
    assertThat(outcome.message())
        .isEqualTo("The job's files are larger than the 20.0 MiB it may write; it was ended.");
    assertThat(job.remarks()).contains(outcome.message());
    assertThat(job.output()).doesNotContain("never");
    assertThat(size(job.folder.root())).isLessThan(80L << 20);
  }

  @Test
  void openFilesWithoutANameCountAsWell() {
    final JobFixture job = job(LIMITS.withDisk(10 << 20));
    final JobOutcome outcome =
        job.steps(
            """
            - run: |
                import os, time
                held = []
                for number in range(5):
                    file = open("hidden%d" % number, "wb")
                    file.write(b"x" * 5000000)
                    file.flush()
                    os.unlink("hidden%d" % number)
                    held.append(file)
                time.sleep(60)
              shell: python
            """);
    assertThat(outcome.message()).startsWith("The job's files are larger than the 10.0 MiB");
  }

  @Test
  void aJobThatStartsMoreProcessesOrTakesMoreMemoryThanItMayFails() {
    final JobFixture forks = job(LIMITS.withProcesses(40));
    final JobOutcome forked =
        forks.steps(
            """
            - run: |
                import os, sys, time
                started = 0
                for _ in range(200):
                    try:
                        if os.fork() == 0:
                            time.sleep(30)
                            os._exit(0)
                        started += 1
                    except OSError as refused:
                        print("refused", refused.strerror)
                        sys.exit(1)
                time.sleep(30)
              shell: python
            """);
    assertThat(forked.conclusion()).isEqualTo(Conclusion.FAILURE);
    forks.folder.close();
    final JobFixture eats = job(LIMITS.withMemory(200 << 20));
    final JobOutcome eaten =
        eats.steps(
            """
            - run: |
                held = []
                for _ in range(1000):
                    held.append(bytearray(b"x") * 10000000)
              shell: python
            """);
    assertThat(eaten.conclusion()).isEqualTo(Conclusion.FAILURE);
  }

  @Test
  void whoKillsTheSandboxKillsItsOwnJobOnly() {
    final JobFixture job = job(LIMITS);
    final JobOutcome outcome =
        job.steps("- run: kill -9 $PPID; sleep 60\n- if: always()\n  run: echo never\n");
    assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
    assertThat(job.output()).isEmpty();
    assertThat(outcome.steps()).hasSize(2);
  }

  @Test
  void toolsOfAHomeAreSeenWhereTheOperatorSaysSoAndElseMissedInPlainWords() throws Exception {
    final Path home = Files.createTempDirectory(folder, "home").toRealPath();
    final Path versions = Files.createDirectories(home.resolve(".py/versions/3.99.1/bin"));
    final Path local = Files.createDirectories(home.resolve(".local/bin"));
    for (final Path program : List.of(versions.resolve("python3"), local.resolve("greet"))) {
      Files.writeString(program, "#!/bin/sh\necho Python 3.99.1 of \"$(basename $0)\"\n");
      assertThat(program.toFile().setExecutable(true)).isTrue();
    }
    Files.writeString(home.resolve("key"), "private");
    final String steps =
        """
        - run: greet || exit 127
        - uses: actions/setup-python@v5
          if: always()
          with: {python-version: "3.99"}
        - run: python3 --version; (echo hidden > %1$s/.local/bin/new) || cat %1$s/key
          if: success()
        """
            .formatted(home);
    final JobFixture without = job(LIMITS);
    without.steps(steps);
    assertThat(without.remarks())
        .anyMatch(line -> line.contains("none in a home folder") && line.contains("tool-folders"))
        .anyMatch(line -> line.startsWith("python 3.99 is not on this peer"));
    without.folder.close();

    final ToolFolders tools = new ToolFolders(List.of(home.resolve(".py"), local));
    sandbox = BubblewrapOnPath.required(tools);
    final JobFixture with = job(LIMITS);
    with.tools = tools;
    with.steps(steps);
    assertThat(with.output())
        .contains("Python 3.99.1 of greet", "Python 3.99.1 of python3")
        .anyMatch(line -> line.contains("Read-only file system"))
        .anyMatch(line -> line.contains(home + "/key: No such file or directory"))
        .doesNotContain("private");
  }

  private static long size(Path root) {
    try (var all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> sleeping(String... seconds) {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(line -> List.of(seconds).stream().anyMatch(end -> line.endsWith("sleep " + end)))
        .toList();
  }
}
