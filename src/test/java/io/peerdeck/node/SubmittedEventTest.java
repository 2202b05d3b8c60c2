package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerdeck.schedule.RunStatus;
import io.peerdeck.workflow.SubmittedEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a submission says has happened, and what its jobs see of it and of the run.
class SubmittedEventTest {
  private static final String FILE =
      """
      name: p2p-workflow events
      on:
        push: {branches: [main, 'releases/**'], paths: ['src/**']}
        pull_request: {branches: [main]}
        workflow_dispatch:
          inputs:
            level: {type: choice, options: [low, high], default: high}
            dry: {type: boolean, default: true}
      run-name: Level ${{ inputs.level }}
      jobs:
        tell:
          runs-on: linux
          outputs:
            event: ${{ github.event_name }} ${{ github.event.action }} ${{ github.event.ref }}
            ref: ${{ github.ref }} ${{ github.ref_name }} ${{ github.ref_type }}
            pull: ${{ github.base_ref }} ${{ github.head_ref }} ${{ github.event.pull_request.base.ref }}
            inputs: ${{ inputs.level }} ${{ inputs.dry }} ${{ github.event.inputs.level }} ${{ toJSON(inputs) == '{}' }}
            run: ${{ github.workflow }} ${{ github.job }} ${{ github.run_attempt }} ${{ github.run_number }}
            actor: ${{ github.actor == github.triggering_actor && github.run_id != '' }}
            runner: ${{ runner.os }} ${{ runner.name }} ${{ runner.environment }} ${{ runner.arch != '' }}
            variables: ${{ steps.env.outputs.seen }}
          steps:
            - id: env
              run: |
                test -d "$RUNNER_TEMP" -a -d "$RUNNER_TOOL_CACHE" -a -d "$GITHUB_WORKSPACE"
                test "${{ runner.temp }} ${{ runner.tool_cache }} ${{ github.workspace }}" = "$RUNNER_TEMP $RUNNER_TOOL_CACHE $GITHUB_WORKSPACE"
                test "${{ github.action }} ${{ job.status }}" = "env success"
                grep -q '{' "$GITHUB_EVENT_PATH"
                test "$GITHUB_EVENT_PATH $GITHUB_RUN_ID" = "${{ github.event_path }} ${{ github.run_id }}"
                echo "seen=$GITHUB_EVENT_NAME $GITHUB_REF $GITHUB_BASE_REF $GITHUB_HEAD_REF $GITHUB_RUN_ATTEMPT $GITHUB_JOB" >> "$GITHUB_OUTPUT"
      """;

  @TempDir Path temporary;
  private Node node;
  private Path file;

  @BeforeEach
  void open() throws Exception {
    file = Files.writeString(temporary.resolve("events.yml"), FILE);
    node = Node.open(NodeConfig.at(temporary.resolve("data")).withName("solo").offline());
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void jobsSeeTheEventThatWasSubmitted() {
    Map<String, String> pushed =
        outputs(event("push", "refs/heads/releases/1", "", List.of("src/a", "README.md")));
    assertThat(pushed)
        .containsEntry("event", "push  refs/heads/releases/1")
        .containsEntry("ref", "refs/heads/releases/1 releases/1 branch")
        .containsEntry("pull", "  ")
        .containsEntry("inputs", "   true")
        .containsEntry("run", "p2p-workflow events tell 1 1")
        .containsEntry("actor", "true")
        .containsEntry("runner", "Linux solo self-hosted true")
        .containsEntry("variables", "push refs/heads/releases/1   1 tell");
    Map<String, String> pulled =
        outputs(
            node.submit(
                    SubmitRequest.of(file)
                        .withEvent(
                            Optional.of(
                                new SubmittedEvent(
                                    "pull_request",
                                    "opened",
                                    "refs/heads/topic",
                                    "main",
                                    List.of()))))
                .id());
    assertThat(pulled)
        .containsEntry("run", "p2p-workflow events tell 1 2")
        .containsEntry("event", "pull_request opened ")
        .containsEntry("pull", "main topic main")
        .containsEntry("variables", "pull_request refs/heads/topic main topic 1 tell");
  }

  @Test
  void byHandInputsHaveTheirDefaultsAndARunMadeAgainIsItsSecondAttempt() {
    String id = node.submit(SubmitRequest.of(file).withInputs(Map.of("dry", "false"))).id();
    assertThat(outputs(id))
        .containsEntry("event", "workflow_dispatch  ")
        .containsEntry("inputs", "high false high false");
    String again = node.again(id).id();
    assertThat(outputs(again))
        .containsEntry("run", "p2p-workflow events tell 2 1")
        .containsEntry("inputs", "high false high false");
  }

  @Test
  void anEventThatDoesNotStartTheWorkflowIsRefusedWithTheReasonAndItsPlace() {
    assertThatThrownBy(() -> event("push", "refs/heads/topic", "", List.of("src/a")))
        .isInstanceOf(NodeException.class)
        .hasMessageEndingWith(
            "events.yml:3:3: The push does not start this workflow: 'topic' is none of its"
                + " branches: main, releases/**");
    assertThatThrownBy(() -> event("push", "refs/heads/main", "", List.of("README.md")))
        .hasMessageContaining("no changed file is among its paths: src/**");
    assertThatThrownBy(() -> event("push", "", "", List.of()))
        .hasMessageContaining("it asks for a branch or tag, and none was named");
    assertThatThrownBy(() -> event("pull_request", "refs/heads/a", "next", List.of()))
        .hasMessageContaining("'next' is none of its branches: main");
    assertThatThrownBy(() -> event("release", "", "", List.of()))
        .hasMessageContaining(
            "The workflow does not start on release: `on` names push, pull_request,"
                + " workflow_dispatch");
    SubmitPreview preview =
        node.preview(
            SubmitRequest.of(file)
                .withInputs(Map.of("level", "low"))
                .withEvent(
                    Optional.of(new SubmittedEvent("push", "", "refs/heads/main", "", List.of()))));
    assertThat(preview.triggers())
        .containsExactly(
            "push (branches: main, releases/**; paths: src/**)",
            "pull_request (branches: main)",
            "workflow_dispatch");
    assertThat(preview.problems())
        .extracting(SubmitPreview.Problem::error, SubmitPreview.Problem::message)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(
                false,
                "It starts on certain changed files only, and none were named; the run starts"
                    + " whatever changed"),
            org.assertj.core.groups.Tuple.tuple(
                true, "Inputs are given to workflow_dispatch, and push has none"));
  }

  private String event(String name, String ref, String base, List<String> paths) {
    SubmittedEvent event = new SubmittedEvent(name, "", ref, base, paths);
    return node.submit(SubmitRequest.of(file).withEvent(Optional.of(event))).id();
  }

  @Test
  void aRunIsNamedByAllThatGitHubAllowsThere() throws Exception {
    node.setVariable("STAGE", "test");
    Path named =
        Files.writeString(
            temporary.resolve("named.yml"),
            """
            name: p2p-workflow named
            run-name: ${{ inputs.level }} in ${{ vars.STAGE }} by ${{ github.actor }}, number ${{ github.run_number }} of ${{ github.workflow }}, ${{ github.run_id }} ${{ github.run_attempt }}
            on: {workflow_dispatch: {inputs: {level: {default: high}}}}
            jobs: {a: {runs-on: linux, steps: [{run: 'true'}]}}
            """);
    assertThat(node.preview(SubmitRequest.of(named)).problems()).isEmpty();
    for (int number = 1; number <= 2; number++) {
      RunSummary run = node.submit(SubmitRequest.of(named));
      assertThat(run.name())
          .isEqualTo(
              "high in test by "
                  + node.status().self().id()
                  + ", number "
                  + number
                  + " of p2p-workflow named, "
                  + run.id()
                  + " 1");
    }
    Files.writeString(
        named,
        Files.readString(named).replace("${{ vars.STAGE }}", "${{ fromJSON(inputs.level) }}"));
    assertThat(node.preview(SubmitRequest.of(named)).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.line()).isEqualTo(2));
  }

  private Map<String, String> outputs(String id) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> node.run(id).summary().status().finished());
    RunDetail run = node.run(id);
    assertThat(run.summary().status())
        .as("%s", run.tasks().getFirst())
        .isEqualTo(RunStatus.COMPLETED);
    return run.tasks().getFirst().outputs();
  }
}
