package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.peerdeck.schedule.RunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What binds jobs to each other is read from the file and held by two real nodes.
class GroupedRunsTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path temporary;

  @Test
  void groupsAndFailFastHoldBetweenTwoNodesAndWhatFailedRunsAgain() throws Exception {
    Workflows marks = new Workflows(temporary.resolve("marks"));
    try (TestFleet fleet = new TestFleet(temporary, 2, 2)) {
      Path group =
          Files.writeString(
              temporary.resolve("group.yml"),
              """
              name: p2p-workflow group
              on: {workflow_dispatch: {inputs: {env: {type: string, default: prod}}}}
              concurrency: {group: "deploy-${{ inputs.env }}", cancel-in-progress: true}
              jobs:
                deploy:
                  runs-on: linux
                  steps:
                    - run: |
              %s
              """
                  .formatted(marks.waiting("deploy").indent(14)));
      String first = fleet.node(0).submit(SubmitRequest.of(group)).id();
      await().atMost(SOON).until(() -> status(fleet.node(1), first) == RunStatus.IN_PROGRESS);
      String second = fleet.node(1).submit(SubmitRequest.of(group)).id();
      await().atMost(SOON).until(() -> status(fleet.node(0), first) == RunStatus.CANCELLED);
      assertThat(fleet.node(1).run(first).tasks().getFirst().why()).contains("deploy-prod");
      marks.letGo("deploy");
      await().atMost(SOON).until(() -> status(fleet.node(0), second) == RunStatus.COMPLETED);

      Path matrix =
          Files.writeString(
              temporary.resolve("matrix.yml"),
              """
              name: p2p-workflow matrix
              on: push
              jobs:
                prepare:
                  runs-on: linux
                  outputs: {word: "${{ steps.w.outputs.word }}"}
                  steps: [{id: w, run: 'echo word=kept >> "$GITHUB_OUTPUT"'}]
                part:
                  needs: prepare
                  runs-on: linux
                  strategy: {matrix: {n: [0, 1, 2, 3]}}
                  steps:
                    - run: |
                        test "${{ needs.prepare.outputs.word }}" = kept
                        test -e "%1$s" && exit 0
                        test ${{ matrix.n }} = 2 && exit 7
                        sleep 300
              """
                  .formatted(marks.mark("healthy")));
      String failed = fleet.node(0).submit(SubmitRequest.of(matrix)).id();
      await().atMost(SOON).until(() -> status(fleet.node(1), failed) == RunStatus.FAILED);
      RunDetail parts = fleet.node(1).run(failed);
      assertThat(parts.summary().tasksFailed()).isEqualTo(1);
      assertThat(parts.tasks())
          .filteredOn(task -> task.status() == RunStatus.CANCELLED)
          .hasSize(3)
          .allMatch(task -> task.why().contains("part:2 failed"));

      Files.createFile(marks.mark("healthy"));
      await()
          .atMost(SOON)
          .until(() -> fleet.node(1).run(failed).tasks().stream().allMatch(TaskView::sealed));
      String again = fleet.node(1).again(failed, RunAgain.FAILED).id();
      await().atMost(SOON).until(() -> status(fleet.node(0), again) == RunStatus.COMPLETED);
      RunDetail repaired = fleet.node(0).run(again);
      assertThat(repaired.tasks().getFirst().why()).startsWith("Taken over from run");
      assertThat(repaired.tasks().getFirst().resultCid())
          .isEqualTo(parts.tasks().getFirst().resultCid());
    }
  }

  private static RunStatus status(Node node, String run) {
    try {
      return node.run(run).summary().status();
    } catch (NodeException notHeardOf) {
      return RunStatus.PENDING;
    }
  }
}
