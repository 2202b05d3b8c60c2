package io.peerdeck.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.workflow.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobRunnerTest {
  @TempDir Path folder;

  @Test
  void eachShellRunsItsScript() {
    final JobFixture job = new JobFixture(folder);
    final JobOutcome outcome =
        job.steps(
            """
            - run: |
                echo "default $BASH_VERSION" | cut -c1-7
                false | true
            - run: 'echo bash ${BASH##*/} $-'
              shell: bash
            - run: echo "sh $0"
              shell: sh
            - run: |
                import sys
                print("python", sys.version_info.major)
                print("to err", file=sys.stderr)
              shell: python
            """);
    assertThat(outcome.message()).isEmpty();
    assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
    assertThat(job.output()).contains("default", "bash bash ehB", "python 3", "to err");
    assertThat(job.remarks())
        .anyMatch(line -> line.endsWith("bash --noprofile --norc -e -o pipefail {0}"));
    assertThat(job.lines)
        .anyMatch(
            line ->
                line.stream() == LogLine.Stream.ERR
                    && line.text().equals("to err")
                    && line.step() == 4);
  }

  @Test
  void aFailingCommandEndsTheStepAndSkipsTheRest() {
    final JobFixture job = new JobFixture(folder);
    final JobOutcome outcome =
        job.steps(
            """
            - run: |
                exit 7
            - run: echo not reached
            - if: failure()
              run: echo mourning
            - if: always()
              run: echo always
            """);
    assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
    assertThat(outcome.message())
        .isEqualTo("Step 1 (Run exit 7): Process completed with exit code 7.");
    assertThat(outcome.steps().getFirst().exitCode()).hasValue(7);
    assertThat(outcome.steps().stream().map(StepResult::conclusion))
        .containsExactly(
            Conclusion.FAILURE, Conclusion.SKIPPED, Conclusion.SUCCESS, Conclusion.SUCCESS);
    assertThat(job.output()).containsExactly("mourning", "always");
  }

  @Test
  void theEnvironmentHoldsNothingOfTheNodes() {
    final JobFixture job = new JobFixture(folder);
    final JobOutcome outcome =
        job.file(
            """
            on: push
            env: {A: workflow, B: workflow, C: workflow}
            jobs:
              job:
                runs-on: ubuntu-latest
                env: {B: job, C: "job ${{ github.workflow }}"}
                steps:
                  - run: env | cut -d= -f1 | sort | grep -v '^GITHUB_\\|^RUNNER_\\|^_$\\|^SHLVL$\\|^PWD$\\|^OLDPWD$'
                  - run: echo "$A $B $C $D"; test -w "$HOME"; test -d "$RUNNER_TEMP"; cat "$GITHUB_EVENT_PATH"
                    env: {C: step, D: "${{ env.C }}-${{ github.actor }}"}
                  - run: echo "$GITHUB_WORKFLOW $GITHUB_JOB $GITHUB_WORKSPACE $CI $GITHUB_ACTIONS"
                  - run: echo "${{ env.C }} ${{ runner.os }} ${{ job.status }}"
            """);
    assertThat(outcome.message()).isEmpty();
    assertThat(job.output())
        .containsExactly(
            "A",
            "B",
            "C",
            "CI",
            "HOME",
            "LANG",
            "PATH",
            "PEERDECK_MARK",
            "workflow job step job test-me",
            "{}",
            "test job " + job.folder.workspace() + " true true",
            "job test Linux success");
  }

  @Test
  void commandFilesCarryOutputsVariablesAndPaths() throws Exception {
    final JobFixture job = new JobFixture(folder);
    final JobOutcome outcome =
        job.job(
            """
                outputs:
                  answer: ${{ steps.one.outputs.answer }}
                  outcome: ${{ steps.one.outcome }}
                steps:
                  - id: one
                    run: |
                      echo answer=42 >> $GITHUB_OUTPUT
                      printf 'text<<EOF\\na\\nb\\nEOF\\n' >> $GITHUB_OUTPUT
                      echo "NAME=word" >> $GITHUB_ENV
                      echo "GITHUB_SHA_X=free" >> $GITHUB_ENV
                      echo "GITHUB_WORKSPACE=/etc" >> $GITHUB_ENV
                      mkdir tools; printf '#!/bin/sh\\necho tool runs\\n' > tools/mytool; chmod +x tools/mytool
                      echo "$PWD/tools" >> $GITHUB_PATH
                      echo "# Report" >> $GITHUB_STEP_SUMMARY
                  - run: |
                      echo "$NAME ${{ env.NAME }} $GITHUB_SHA_X $GITHUB_WORKSPACE"
                      mytool
                      echo "${{ steps.one.outputs.text }}"
                  - run: echo NODE_OPTIONS=--inspect >> $GITHUB_ENV
                    continue-on-error: true
                    id: bad
                  - run: echo "${{ steps.bad.outcome }} ${{ steps.bad.conclusion }}"
            """);
    assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
    assertThat(outcome.outputs()).isEqualTo(Map.of("answer", "42", "outcome", "success"));
    assertThat(outcome.summary()).isEqualTo("# Report\n");
    assertThat(job.output())
        .containsExactly(
            "word word free " + job.folder.workspace(), "tool runs", "a", "b", "failure success");
    assertThat(job.remarks())
        .contains(
            "GITHUB_ENV: GITHUB_WORKSPACE is set by the runner and stays as it is.",
            "Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command.");
  }

  @Test
  void workflowCommandsBecomeAnnotationsAndMasks() {
    final JobFixture job = new JobFixture(folder);
    final JobOutcome outcome =
        job.steps(
            """
            - run: |
                echo "::group::Build"
                echo "::endgroup::"
                echo "::error file=a.c,line=3,title=Bad%3A thing::broken%0Atwice"
                echo "::add-mask::hush-hush"
                echo "say hush-hush twice hush-hush" >&2
                echo "::stop-commands::token"
                echo "::warning::ignored"
                echo "::token::"
                echo "::warning::heard"
              id: s
            - run: echo "x=a hush-hush" >> $GITHUB_OUTPUT
              id: t
            """);
    assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
    assertThat(outcome.annotations())
        .containsExactly(
            new Annotation(
                1,
                LogLine.Level.ERROR,
                "broken\ntwice",
                Map.of("file", "a.c", "line", "3", "title", "Bad: thing")),
            new Annotation(1, LogLine.Level.WARNING, "heard", Map.of()));
    assertThat(job.lines).noneMatch(line -> line.seq() > 20 && line.text().contains("hush-hush"));
    assertThat(job.output()).contains("say *** twice ***", "::warning::ignored", "Build", "heard");
    assertThat(job.lines)
        .extracting(LogLine::level)
        .contains(
            LogLine.Level.GROUP,
            LogLine.Level.ENDGROUP,
            LogLine.Level.ERROR,
            LogLine.Level.WARNING);
  }

  @Test
  void aJobOutputThatHoldsAMaskedValueIsLeftOut() {
    final JobFixture job = new JobFixture(folder);
    final JobOutcome outcome =
        job.job(
            """
                outputs: {plain: "${{ steps.s.outputs.plain }}", secret: "${{ steps.s.outputs.secret }}"}
                steps:
                  - id: s
                    run: |
                      echo "::add-mask::hush-hush"
                      echo plain=1 >> $GITHUB_OUTPUT
                      echo secret=a-hush-hush >> $GITHUB_OUTPUT
            """);
    assertThat(outcome.outputs()).isEqualTo(Map.of("plain", "1"));
    assertThat(job.remarks()).contains("Skip output 'secret' since it may contain secret.");
  }

  @Test
  void theWorkingDirectoryStaysInTheWorkspace() {
    final JobFixture job = new JobFixture(folder);
    final JobOutcome outcome =
        job.job(
            """
                defaults: {run: {working-directory: sub, shell: sh}}
                steps:
                  - run: mkdir -p sub/deep; ln -s / sub/root
                    working-directory: .
                  - run: basename $PWD
                  - run: basename $PWD
                    working-directory: sub/deep
                  - run: pwd
                    working-directory: ..
                    continue-on-error: true
                  - run: pwd
                    working-directory: sub/root/etc
                    continue-on-error: true
                  - run: pwd
                    working-directory: absent
            """);
    assertThat(job.output()).containsExactly("sub", "deep");
    assertThat(outcome.steps().stream().map(StepResult::outcome))
        .containsExactly(
            Conclusion.SUCCESS,
            Conclusion.SUCCESS,
            Conclusion.SUCCESS,
            Conclusion.FAILURE,
            Conclusion.FAILURE,
            Conclusion.FAILURE);
    assertThat(outcome.message())
        .endsWith("working-directory \"absent\" does not exist in the workspace.");
  }

  @Test
  void contextsReachTheExpressions() throws Exception {
    final JobFixture job = new JobFixture(folder);
    job.needs = Map.of("first", new NeededJob(Conclusion.SUCCESS, Map.of("v", "7")));
    job.inputs = new Value.Obj(Map.of("who", Value.of("you")));
    Files.writeString(job.folder.workspace().resolve("lock"), "abc");
    final JobOutcome outcome =
        job.file(
            """
            on:
              workflow_dispatch: {inputs: {who: {type: string, default: you}}}
            jobs:
              first: {runs-on: ubuntu-latest, outputs: {v: 7}, steps: [{run: "true"}]}
              job:
                needs: first
                runs-on: ubuntu-latest
                strategy: {matrix: {n: [3, 4]}}
                steps:
                  - run: echo "${{ needs.first.outputs.v }} ${{ needs.first.result }} ${{ matrix.n }} ${{ inputs.who }} ${{ strategy.job-total }}"
                  - if: needs.first.outputs.v == 8
                    run: exit 1
                  - run: echo ${{ hashFiles('lo*', '!**/x') }} [${{ hashFiles('absent') }}]
            """);
    assertThat(outcome.message()).isEmpty();
    // SHA-256 of the SHA-256 of "abc".
    assertThat(job.output())
        .containsExactly(
            "7 success 3 you 2",
            "4f8b42c22dd3729b519ba6f68d2da7cc5b2d606d05daed5ad5128cc03e6c6358 []");
  }

  @Test
  void builtInActionsMoveFilesThroughThePorts() throws Exception {
    final JobFixture job = new JobFixture(folder);
    job.snapshot =
        to -> {
          try {
            Files.createDirectories(to.resolve("src"));
            Files.writeString(to.resolve("src/a.txt"), "alpha");
            Files.writeString(to.resolve("b.log"), "beta");
            Files.writeString(to.resolve(".hidden"), "h");
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
          return 10;
        };
    final JobOutcome outcome =
        job.steps(
            """
            - uses: actions/checkout@v4
              with: {path: code}
            - run: ln -s /etc/passwd code/src/link; cat code/src/a.txt; echo
            - uses: actions/upload-artifact@v4
              id: up
              with:
                name: all
                path: |
                  code/**
                  !code/*.log
            - uses: actions/upload-artifact@v4
              with: {name: single, path: code/b.log}
            - uses: actions/upload-artifact@v4
              with: {name: single, path: code/b.log}
              continue-on-error: true
            - uses: actions/upload-artifact@v4
              with: {name: none, path: nowhere/*, if-no-files-found: ignore}
            - uses: actions/download-artifact@v4
              with: {name: all, path: got}
            - uses: actions/download-artifact@v4
              with: {path: every, pattern: "s*"}
            - uses: actions/download-artifact@v4
              with: {path: merged, pattern: "{all,s[h-j]ngle}", merge-multiple: true}
            - uses: actions/download-artifact@v4
              with: {path: others, pattern: "!s*"}
            - uses: actions/download-artifact@v4
              with: {path: nothing, pattern: "[!as]*"}
            - uses: actions/download-artifact@v4
              with: {name: missing}
              continue-on-error: true
            - run: |
                find got every merged others -type f | sort
                test ! -e nothing
                echo ${{ steps.up.outputs.artifact-id }}
            """);
    assertThat(outcome.message()).isEmpty();
    assertThat(outcome.artifacts())
        .containsExactly(
            new ArtifactRef("all", "cid-of-all", 5), new ArtifactRef("single", "cid-of-single", 4));
    assertThat(job.output())
        .containsExactly(
            "alpha",
            "every/single/b.log",
            "got/src/a.txt",
            "merged/b.log",
            "merged/src/a.txt",
            "others/all/src/a.txt",
            "cid-of-all");
    assertThat(job.remarks())
        .anyMatch(line -> line.contains("An artifact named \"single\" exists in this run"));
    assertThat(job.remarks())
        .anyMatch(line -> line.contains("Artifact not found for name: missing"));
    assertThat(job.remarks()).anyMatch(line -> line.contains("symbolic links were left out"));
  }

  @Test
  void aCheckoutWithoutSnapshotFailsAndSaysWhy() {
    final JobOutcome outcome = new JobFixture(folder).steps("- uses: actions/checkout@v4\n");
    assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
    assertThat(outcome.message()).contains("without a workspace snapshot");
  }

  @Test
  void outputsTooLargeForAnEntryFailTheJob() {
    final JobOutcome outcome =
        new JobFixture(folder)
            .job(
                """
                    outputs: {big: "${{ steps.s.outputs.big }}"}
                    steps:
                      - id: s
                        run: echo "big=$(head -c 40000 /dev/zero | tr '\\0' x)" >> $GITHUB_OUTPUT
                """);
    assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
    assertThat(outcome.message()).contains("'big' is the one too many");
    assertThat(outcome.outputs()).isEmpty();
  }

  @Test
  void aJobsConditionIsAskedBeforeItRuns() {
    final JobFixture fixture = new JobFixture(folder);
    final String text =
        """
        on: push
        jobs:
          a: {runs-on: ubuntu-latest, outputs: {x: 1}, steps: [{run: "true"}]}
          job:
            needs: a
            if: %s
            runs-on: ubuntu-latest
            steps: [{run: "true"}]
        """;
    final NeededJob failed = new NeededJob(Conclusion.FAILURE, Map.of("x", "1"));
    for (final String holds :
        List.of(
            "failure()",
            "always()",
            "\"failure() && vars.STAGE == 'late'\"",
            "\"!cancelled() && needs.a.outputs.x == 1\"")) {
      final JobRequest request = fixture.request(text.formatted(holds));
      assertThat(should(request, failed)).as(holds).isTrue();
    }
    for (final String fails : List.of("success()", "true", "cancelled()")) {
      final JobRequest request = fixture.request(text.formatted(fails));
      assertThat(should(request, failed)).as(fails).isFalse();
    }
  }

  private static boolean should(JobRequest request, NeededJob need) {
    return JobConditions.shouldRun(
        request.job(),
        Map.of(),
        request.github(),
        Map.of("a", need),
        request.inputs(),
        Map.of("STAGE", "late"),
        List.of(need.result()),
        false);
  }
}
