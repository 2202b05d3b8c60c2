package io.peerdeck.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rules of steps that real files rest on: shells and their exit codes, defaults, commands, times.
class StepRulesTest {
  @TempDir Path temporary;
  private JobFixture job;

  @BeforeEach
  void begin() {
    job = new JobFixture(temporary);
  }

  @Test
  void onlyANamedBashFailsInTheMiddleOfAPipe() {
    JobOutcome outcome =
        job.steps(
            """
            - run: exit 7 | true
            - run: exit 7 | true
              shell: bash
              continue-on-error: true
            - run: exit 7 | true
              shell: sh
            - run: import sys; sys.exit(5)
              shell: python
              continue-on-error: ${{ github.actor == 'me' }}
            - run: exit 9
              shell: bash --noprofile {0} ignored
              continue-on-error: true
            - run: |
                false
                echo "reached"
              shell: bash {0}
            - run: exit 12
            """);
    assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
    assertThat(outcome.steps())
        .extracting(StepResult::outcome)
        .containsExactly(
            Conclusion.SUCCESS,
            Conclusion.FAILURE,
            Conclusion.SUCCESS,
            Conclusion.FAILURE,
            Conclusion.FAILURE,
            Conclusion.SUCCESS,
            Conclusion.FAILURE);
    assertThat(outcome.steps())
        .extracting(StepResult::exitCode)
        .containsExactly(
            OptionalInt.of(0),
            OptionalInt.of(7),
            OptionalInt.of(0),
            OptionalInt.of(5),
            OptionalInt.of(9),
            OptionalInt.of(0),
            OptionalInt.of(12));
    assertThat(job.output()).contains("reached");
    assertThat(job.remarks()).contains("Process completed with exit code 12.");
  }

  @Test
  void aWindowsShellThatAnExpressionNamesIsRefusedInClearWords() {
    JobOutcome outcome =
        job.job(
            """
                defaults: {run: {shell: "${{ github.actor == 'me' && 'cmd' || 'bash' }}"}}
                steps:
                  - run: dir
            """);
    assertThat(outcome.message())
        .contains("The shell 'cmd' is Windows' own, and this peer is none; use bash, sh,");
  }

  /// GitHub's own: the script's file is dot-sourced by a command, and its last lines hand on the
  /// exit code of the last program.
  @Test
  void powershellIsCalledAsAtGitHub() throws Exception {
    Path tools = Files.createDirectories(temporary.resolve("tools"));
    Path pwsh = tools.resolve("pwsh");
    Files.writeString(
        pwsh,
        """
        #!/bin/sh
        for word in "$@"; do echo "word=$word"; done
        script=$(expr "$2" : ". '\\(.*\\)'")
        echo "name=$script"
        cat "$script"
        exit 4
        """);
    assertThat(pwsh.toFile().setExecutable(true)).isTrue();
    JobOutcome outcome =
        job.steps(
            """
            - run: echo "%s" >> $GITHUB_PATH
            - run: Write-Output "from pwsh"
              shell: pwsh
            """
                .formatted(tools));
    assertThat(outcome.steps().getLast().exitCode()).hasValue(4);
    assertThat(String.join("\n", job.output()))
        .containsPattern("word=-command\nword=\\. '/.*\\.ps1'\n")
        .containsPattern("name=/.*\\.ps1\n")
        .contains(
            "$ErrorActionPreference = 'stop'",
            "Write-Output \"from pwsh\"",
            "if ((Test-Path -LiteralPath variable:\\LASTEXITCODE)) { exit $LASTEXITCODE }");
  }

  @Test
  void theGithubContextNamesTheStepsFilesAndAction() {
    job.actions =
        (pinned, folder) -> {
          try {
            Files.writeString(
                folder.resolve("action.yml"),
                """
                runs:
                  using: composite
                  steps:
                    - run: echo "$GITHUB_ACTION_REPOSITORY ${{ github.action_ref }}"
                      shell: bash
                """);
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        };
    JobOutcome outcome =
        job.steps(
            """
            - run: |
                echo "GIVEN=one" >> ${{ github.env }}
                echo "/of/a/step" >> "${{ github.path }}"
                test "$GITHUB_ENV" = "${{ github.env }}"
            - run: echo "$GIVEN ${PATH%%:*} ${{ github.secret_source }} [${{ github.action_repository }}]"
            - uses: octo/tool@0123456789012345678901234567890123456789
            """);
    assertThat(outcome.conclusion()).as("%s", job.remarks()).isEqualTo(Conclusion.SUCCESS);
    assertThat(job.output())
        .containsExactly(
            "one /of/a/step None []", "octo/tool 0123456789012345678901234567890123456789");
  }

  @Test
  void variablesMayComeFromOneExpression() {
    JobOutcome outcome =
        job.file(
            """
            on: push
            env: ${{ fromJSON('{"A":"a","N":1}') }}
            jobs:
              job:
                runs-on: linux
                env: ${{ fromJSON('{"A":"job","B":"b","C":true}') }}
                steps:
                  - run: echo "A=$A N=$N B=$B C=$C D=$D E=$E ${{ env.B }}"
                    env: ${{ fromJSON(format('{{"D":"{0}","E":"e"}}', env.A)) }}
                  - run: 'true'
                    env: ${{ fromJSON('[1]') }}
            """);
    assertThat(job.output()).contains("A=job N=1 B=b C=true D=job E=e b");
    assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
    assertThat(job.remarks().toString()).contains("must be a mapping of names to texts");
  }

  @Test
  void powershellEndsWithTheLastProgramsCode() {
    assumeTrue(
        ShellCommand.find(System.getenv("PATH"), "pwsh").isPresent(),
        "SKIPPED: no pwsh on this machine, so PowerShell steps are not tried");
    JobOutcome outcome =
        job.steps(
            """
            - run: Write-Output "from pwsh"; /bin/sh -c 'exit 4'
              shell: pwsh
            """);
    assertThat(outcome.steps().getFirst().exitCode()).hasValue(4);
    assertThat(job.output()).contains("from pwsh");
  }

  @Test
  void defaultsReachTheStepsTheNearestFirst() {
    JobOutcome outcome =
        job.file(
            """
            on: push
            defaults: {run: {shell: sh, working-directory: made}}
            env: {PLACE: deep}
            jobs:
              job:
                runs-on: ubuntu-latest
                defaults: {run: {working-directory: "made/${{ env.PLACE }}"}}
                steps:
                  - run: mkdir -p made/deep other
                    working-directory: .
                  - run: basename "$PWD"; test -z "$BASH_VERSION" && echo plain
                  - run: basename "$PWD"; test -n "$BASH_VERSION" && echo bash
                    shell: bash
                    working-directory: other
                  - run: echo never
                    working-directory: nowhere
            """);
    assertThat(job.output()).containsExactly("deep", "plain", "other", "bash");
    assertThat(outcome.message()).contains("working-directory \"nowhere\" does not exist");
  }

  @Test
  void summariesOfStepsAreJoinedAndMasked() {
    JobOutcome outcome =
        job.steps(
            """
            - run: |
                echo "::add-mask::first line%0Asecond line"
                echo "# One: second line" >> "$GITHUB_STEP_SUMMARY"
                echo "it says: first line"
                echo "and then: second line"
            - run: echo "# Two" >> "$GITHUB_STEP_SUMMARY"
            """);
    assertThat(outcome.summary()).isEqualTo("# One: ***\n# Two\n");
    assertThat(job.output()).containsExactly("it says: ***", "and then: ***");
  }

  @Test
  void debugLinesAreShownWhereTheyAreAskedFor() throws Exception {
    String steps =
        """
        - run: |
            echo "::debug::quiet"
            echo "${RUNNER_DEBUG:-off} ${{ runner.debug || 'off' }}"
        """;
    job.steps(steps);
    assertThat(job.output()).containsExactly("off off");
    job = new JobFixture(Files.createDirectory(temporary.resolve("debug")));
    job.grants =
        new JobGrants(new Isolation.Host(""), Map.of(), Map.of("ACTIONS_STEP_DEBUG", "true"));
    job.steps(steps);
    assertThat(job.output()).containsExactly("quiet", "1 1");
  }

  @Test
  void oldCommandsWorkWithAWarningOrAreOff() {
    JobOutcome outcome =
        job.steps(
            """
            - id: old
              run: |
                echo "::set-output name=a::1"
                echo "::set-output name=b::2"
                echo "::save-state name=c::3"
            - run: echo "got ${{ steps.old.outputs.a }}${{ steps.old.outputs.b }}"
            - run: |
                echo "::stop-commands::pause-logging"
              continue-on-error: true
            - run: |
                echo "::set-env name=X::1"
                echo "::add-path::/opt"
            """);
    assertThat(job.output()).contains("got 12");
    assertThat(outcome.annotations())
        .filteredOn(told -> told.level() == LogLine.Level.WARNING)
        .extracting(Annotation::message)
        .containsExactly(
            "The `set-output` command is deprecated and will be disabled soon. Please upgrade to"
                + " using Environment Files.",
            "The `save-state` command is deprecated and will be disabled soon. Please upgrade to"
                + " using Environment Files.");
    assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
    assertThat(outcome.message())
        .contains("The `set-env` command is disabled. Please write to $GITHUB_ENV instead.");
  }

  @Test
  void commandsInTheOlderFormAreTakenAnywhereInALine() {
    JobOutcome outcome =
        job.steps(
            """
            - run: |
                echo "a.c: ##[warning file=a.c;line=2]look%3B here"
                echo "##[task.complete]no command of GitHub's"
                echo "::add-matcher::.github/matcher.json"
            """);
    assertThat(outcome.annotations()).extracting(Annotation::message).containsExactly("look; here");
    assertThat(job.output())
        .containsExactly(
            "look; here",
            "##[task.complete]no command of GitHub's",
            "::add-matcher::.github/matcher.json",
            "Problem matchers are not offered on a peer: lines stay as they are, annotations come"
                + " of ::error and ::warning.");
  }

  @Test
  void timesMayComeFromExpressions() {
    JobOutcome outcome =
        job.job(
            """
                timeout-minutes: ${{ fromJSON('5') }}
                steps:
                  - run: sleep 60
                    timeout-minutes: ${{ fromJSON('0.002') }}
                    continue-on-error: true
                  - run: echo on
                  - run: echo never
                    timeout-minutes: ${{ github.actor }}
            """);
    assertThat(outcome.steps().getFirst().outcome()).isEqualTo(Conclusion.FAILURE);
    assertThat(job.remarks())
        .contains("The action 'Run sleep 60' has timed out after 0.002 minutes.");
    assertThat(job.output()).containsExactly("on");
    assertThat(outcome.message()).endsWith("Unexpected value 'me': expected a number");
  }

  @Test
  void duringACancelOnlyCancelledAndAlwaysHold() throws Exception {
    Future<JobOutcome> running =
        job.inBackground(
            """
            - run: echo up; sleep 60
            - run: echo success
            - run: echo failure
              if: failure()
            - run: echo cancelled
              if: cancelled()
            - run: echo always
              if: always()
            - run: echo either
              if: success() || failure()
            """);
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> job.output().contains("up"));
    job.token.cancel("Enough.");
    JobOutcome outcome = running.get(60, TimeUnit.SECONDS);
    assertThat(outcome.conclusion()).isEqualTo(Conclusion.CANCELLED);
    assertThat(job.output()).containsExactly("up", "cancelled", "always");
  }
}
