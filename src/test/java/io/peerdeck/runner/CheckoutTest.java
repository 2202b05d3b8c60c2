package io.peerdeck.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `actions/checkout` leaves of a snapshot, for steps and for git.
class CheckoutTest {
  private static final String ASKS =
      """
      - uses: actions/checkout@v4
        with: {path: code}
      - run: |
          git diff --exit-code && test -z "$(git status --porcelain)"
          echo "$(git ls-files | tr '\\n' ' ')$(git log --oneline | wc -l) $(git branch --show-current)"
          echo more >> a.txt; git diff --stat | head -1
        working-directory: code
      """;

  @TempDir Path folder;
  private JobFixture job;

  @BeforeEach
  void begin() throws Exception {
    Assumptions.assumeTrue(
        ShellCommand.find(System.getenv("PATH"), "git").isPresent(), "SKIPPED: no git");
    job = job("job");
  }

  private JobFixture job(String name) throws IOException {
    final JobFixture made = new JobFixture(Files.createDirectory(folder.resolve(name)));
    made.snapshot =
        to -> {
          try {
            Files.writeString(to.resolve(".gitignore"), "*.log\n");
            Files.writeString(to.resolve("a.txt"), "alpha\n");
            Files.writeString(to.resolve("kept.log"), "tracked though ignored\n");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return 3;
        };
    return made;
  }

  @Test
  void whereAStepAsksGitTheSnapshotIsOneCommit() throws Exception {
    assertThat(job.steps(ASKS).message()).isEmpty();
    assertThat(job.output())
        .anyMatch(line -> line.contains("and not the commit that GITHUB_SHA names"))
        .contains(".gitignore a.txt kept.log 1 main");
    assertThat(job.output()).anyMatch(line -> line.contains("a.txt | 1 +"));

    final JobFixture confined = job("confined");
    confined.grants =
        JobGrants.of(
            new Isolation.Sandboxed(BubblewrapOnPath.required(), false, SandboxLimits.standard()));
    assertThat(confined.steps(ASKS).message()).isEmpty();
    assertThat(confined.output()).contains(".gitignore a.txt kept.log 1 main");
  }

  @Test
  void whereNobodyAsksThereIsNone() {
    final JobOutcome outcome =
        job.steps("- uses: actions/checkout@v4\n- run: test ! -e .git; ls *github* || true\n");
    assertThat(outcome.message()).isEmpty();
    assertThat(job.lines)
        .anyMatch(line -> line.text().contains("'with: {fetch-depth: 0}' makes one"));
  }

  @Test
  void aToolThatAsksGitUnseenHasOne() {
    final JobOutcome outcome =
        job.steps(
            "- uses: actions/checkout@v4\n- run: test -d .git || npm version minor # bumps\n");
    assertThat(outcome.message()).isEmpty();
  }

  @Test
  void aRepositoryThatAnEarlierStepLeftIsNotTouchedNorAsked() {
    final JobOutcome outcome =
        job.steps(
            """
            - run: |
                mkdir .git; echo "[core] fsmonitor = touch $RUNNER_TEMP/ran; false" > .git/config
            - uses: actions/checkout@v4
              with: {fetch-depth: 0}
            - run: test ! -e "$RUNNER_TEMP/ran"; ls .git
            """);
    assertThat(outcome.message()).isEmpty();
    assertThat(job.output()).contains("config");
  }

  @Test
  void aPeerWithoutGitSaysSoWhereAStepNeedsIt() {
    final JobOutcome outcome =
        job.steps(
            """
            - uses: actions/checkout@v4
              env: {PATH: %s}
            - run: git --version || true
            """
                .formatted(shellAlone()));
    assertThat(outcome.message()).isEmpty();
    assertThat(job.lines)
        .anyMatch(
            line ->
                line.level() == LogLine.Level.WARNING && line.text().contains("peer has no git"));
  }

  private Path shellAlone() {
    try {
      final Path only = Files.createDirectory(folder.resolve("bin"));
      Files.createSymbolicLink(
          only.resolve("sh"), ShellCommand.find(System.getenv("PATH"), "sh").orElseThrow());
      return only;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
