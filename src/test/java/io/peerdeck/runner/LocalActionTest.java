package io.peerdeck.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Actions from the workspace: composite ones and JavaScript ones.
class LocalActionTest {
  @TempDir Path scratch;
  private JobFixture job;

  @BeforeEach
  void begin() {
    job = new JobFixture(scratch);
  }

  @Test
  void aCompositeActionHasInputsOutputsAndStepsOfItsOwn() throws IOException {
    action(
        "greet",
        """
        name: Greet
        inputs:
          Who: {description: whom, default: "${{ github.workflow }}"}
          how: {required: true}
        outputs:
          said: {value: "${{ steps.say.outputs.said }}!"}
        runs:
          using: composite
          steps:
            - id: say
              shell: bash
              run: |
                echo "said=${{ inputs.how }} ${{ inputs.who }} [$INPUT_HOW]" >> $GITHUB_OUTPUT
                echo "in ${GITHUB_ACTION_PATH##*/} ${{ github.action_path == env.GITHUB_ACTION_PATH }} $OUTER"
                echo ADDED=later >> $GITHUB_ENV
            - shell: sh
              run: pwd; echo "${{ env.ADDED }} ${{ steps.outer.outputs.x }}."
              working-directory: greet
        """);
    final JobOutcome outcome =
        job.steps(
            """
            - id: outer
              run: echo x=1 >> $GITHUB_OUTPUT
            - uses: ./greet
              id: greeting
              env: {OUTER: around}
              with: {HOW: hello, other: 1}
            - run: echo "${{ steps.greeting.outputs.said }} ${{ steps[format('say')].outcome }}. $ADDED $OUTER."
            """);
    assertThat(outcome.message()).isEmpty();
    assertThat(job.output())
        .containsExactly(
            "in greet false around",
            job.folder.workspace().resolve("greet").toString(),
            "later .",
            "hello test []! . later .");
    assertThat(outcome.annotations())
        .extracting(Annotation::message)
        .containsExactly("Unexpected input(s) 'other', valid inputs are ['Who', 'how']");
    assertThat(outcome.steps()).hasSize(3);
  }

  @Test
  void statusFunctionsInsideAnActionSpeakOfTheActionsOwnSteps() throws IOException {
    action(
        "inner",
        """
        outputs: {late: {value: "${{ steps.late.outcome }}"}}
        runs:
          using: composite
          steps:
            - {run: echo fresh, shell: sh}
            - {run: exit 3, shell: sh, continue-on-error: true}
            - {run: echo still, shell: sh}
            - {run: exit 4, shell: sh}
            - {run: echo never, shell: sh}
            - {run: echo mourned, shell: sh, if: failure()}
            - {run: echo cleaned, shell: sh, if: always(), id: late}
        """);
    final JobOutcome outcome =
        job.steps(
            """
            - run: exit 9
            - if: always()
              uses: ./inner
              id: inner
              continue-on-error: true
            - if: always()
              run: echo "${{ steps.inner.outcome }} ${{ steps.inner.conclusion }} ${{ steps.inner.outputs.late }}"
            """);
    assertThat(job.output())
        .containsExactly("fresh", "still", "mourned", "cleaned", "failure success success");
    assertThat(outcome.message())
        .isEqualTo("Step 1 (Run exit 9): Process completed with exit code 9.");
  }

  @Test
  void actionsNestTenDeepAndNoDeeper() throws IOException {
    for (int depth = 1; depth <= 11; depth++) {
      action(
          "a" + depth,
          """
          runs:
            using: composite
            steps:
              - {run: echo %d, shell: sh}
              - uses: ./a%d
          """
              .formatted(depth, depth + 1));
    }
    action("a12", "runs: {using: composite, steps: [{run: 'true', shell: sh}]}");
    final JobOutcome outcome = job.steps("- uses: ./a1\n");
    assertThat(outcome.message())
        .isEqualTo("Step 1 (Run ./a1): Composite action depth exceeded max depth 9.");
    assertThat(job.output()).containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
  }

  @Test
  void aJavaScriptActionGetsInputsAndStateAndItsPostsRunLastToFirst() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/node")), "no node on this machine");
    for (final String name : List.of("one", "two")) {
      action(
          name,
          """
          name: %s
          inputs: {the name: {default: nobody}}
          runs: {using: node16, main: main.js, post: post.js}
          """
              .formatted(name));
      file(
          name + "/main.js",
          """
          const fs = require('fs');
          console.log('main ' + process.env['INPUT_THE_NAME'] + ' ' + process.cwd().endsWith('workspace'));
          fs.appendFileSync(process.env.GITHUB_STATE, 'kept=' + process.env['INPUT_THE_NAME'] + '\\n');
          fs.appendFileSync(process.env.GITHUB_OUTPUT, 'out=1\\n');
          console.log('::save-state name=old::way');
          """);
      file(
          name + "/post.js",
          "console.log('post ' + process.env.STATE_kept + ' ' + process.env.STATE_old);\n");
    }
    action("both", "runs: {using: composite, steps: [{uses: ./two, with: {the name: bob}}]}");
    final JobOutcome outcome =
        job.steps(
            """
            - uses: ./one
              id: one
              with: {the name: "${{ github.actor }}"}
            - uses: ./both
            - run: echo "last ${{ steps.one.outputs.out }}"
            """);
    assertThat(outcome.message()).isEmpty();
    assertThat(job.output())
        .containsExactly("main me true", "main bob true", "last 1", "post bob way", "post me way");
    assertThat(outcome.steps().stream().map(StepResult::name))
        .containsExactly(
            "Run ./one",
            "Run ./both",
            "Run echo \"last ${{ steps.one.outputs.out }}\"",
            "Post Run ./two",
            "Post Run ./one");
  }

  @Test
  void aPostRunsAfterAFailureAndACancelUnlessItsConditionSaysOtherwise() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/node")), "no node on this machine");
    action("always", "runs: {using: node20, main: main.js, post: main.js}");
    action("onlygood", "runs: {using: node20, main: main.js, post: main.js, post-if: success()}");
    file("always/main.js", "console.log('always');\n");
    file("onlygood/main.js", "console.log('onlygood');\n");
    final Future<JobOutcome> running =
        job.inBackground(
            """
            - uses: ./always
            - uses: ./onlygood
            - run: echo up; sleep 60
            - run: echo never
            """);
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> job.output().contains("up"));
    job.token.cancel("Enough.");
    final JobOutcome outcome = running.get(30, TimeUnit.SECONDS);
    assertThat(outcome.conclusion()).isEqualTo(Conclusion.CANCELLED);
    assertThat(job.output()).containsExactly("always", "onlygood", "up", "always");
  }

  @Test
  void whatIsNoActionOrNotOfferedFailsWithItsReason() throws IOException {
    action("docker", "runs: {using: docker, image: Dockerfile}");
    action("odd", "runs: {using: composite, steps: [{run: a}, {uses: x, timeout-minutes: 3}]}");
    action("new", "runs: {using: node24, main: absent.js}");
    Files.createSymbolicLink(job.folder.workspace().resolve("out"), Path.of("/etc"));
    final JobOutcome outcome =
        job.steps(
            """
            - {uses: ./absent, continue-on-error: true}
            - {uses: ./docker, continue-on-error: true}
            - {uses: ./odd, continue-on-error: true}
            - {uses: ./new, continue-on-error: true}
            - {uses: ./out, continue-on-error: true}
            """);
    assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
    assertThat(outcome.steps().stream().map(StepResult::outcome)).containsOnly(Conclusion.FAILURE);
    assertThat(job.remarks())
        .anyMatch(line -> line.contains("Did you forget to run actions/checkout"))
        .anyMatch(line -> line.contains("./docker/action.yml:1:15: error: Docker actions do not"))
        .anyMatch(line -> line.contains("Required property is missing: shell"))
        .anyMatch(line -> line.contains("Unexpected value 'timeout-minutes'"))
        .anyMatch(line -> line.contains("\"./out\" leaves the workspace"));
  }

  @Test
  void customShellsGetTheScriptWhereTheyAskForIt() {
    final JobOutcome outcome =
        job.steps(
            """
            - shell: bash -u {0}
              run: false; echo "went on"
            - shell: env "A=x y" sh {0}
              run: echo "$A"
            - shell: "cat {0} -"
              run: its own text
            """);
    assertThat(outcome.message()).isEmpty();
    assertThat(job.output()).containsExactly("went on", "x y", "its own text");
  }

  @Test
  void commandsThatAreOffAreRefusedUnlessAllowed() {
    final JobOutcome outcome =
        job.steps(
            """
            - run: |
                echo "::set-env name=A::1"
                echo "::add-path::/opt/a"
              continue-on-error: true
            - run: |
                echo "::set-env name=B::2"
                echo "::add-path::/opt/b"
                echo "::echo::on"
                echo "::set-output name=o::1"
                echo "::echo::off"
                echo "::set-output name=p::1"
                echo "::stop-commands::warning"
              env: {ACTIONS_ALLOW_UNSECURE_COMMANDS: true}
              continue-on-error: true
            - run: echo "[$A] [$B] ${PATH%%:*}"
            """);
    assertThat(outcome.steps().stream().map(StepResult::outcome))
        .containsExactly(Conclusion.FAILURE, Conclusion.FAILURE, Conclusion.SUCCESS);
    assertThat(job.output())
        .containsExactly(
            "::echo::on", "::set-output name=o::1", "::stop-commands::warning", "[] [2] /opt/b");
    assertThat(job.remarks())
        .contains("The `set-env` command is disabled. Please write to $GITHUB_ENV instead.");
  }

  @Test
  void aSummaryThatIsTooLongIsLeftOutAndTold() {
    final JobOutcome outcome =
        job.steps(
            """
            - run: echo "# kept" >> $GITHUB_STEP_SUMMARY
            - run: head -c 1100000 /dev/zero | tr '\\0' x >> $GITHUB_STEP_SUMMARY
            """);
    assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
    assertThat(outcome.summary()).isEqualTo("# kept\n");
    assertThat(job.remarks())
        .contains(
            "$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k, got"
                + " 1074k.");
  }

  private void action(String name, String text) throws IOException {
    file(name + "/action.yml", text);
  }

  private void file(String name, String text) throws IOException {
    final Path file = job.folder.workspace().resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
