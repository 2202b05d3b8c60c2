package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.schedule.RunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A workflow that calls another of its repository, run by a node alone.
class CalledWorkflowTest {
  @TempDir Path temporary;

  @Test
  void inputsGoIntoACallAndOutputsComeBack() throws Exception {
    Path root = temporary.resolve("work");
    Path workflows = Files.createDirectories(root.resolve(".github/workflows"));
    Path file =
        Files.writeString(
            workflows.resolve("ci.yml"),
            """
            name: p2p-workflow calling
            on: push
            jobs:
              greet:
                uses: ./.github/workflows/greet.yml
                with: {whom: world}
              after:
                needs: greet
                runs-on: ubuntu-latest
                outputs: {seen: "${{ needs.greet.outputs.greeting }}"}
                steps:
                  - run: test "${{ needs.greet.outputs.greeting }}" = "hello world"
            """);
    Files.writeString(
        workflows.resolve("greet.yml"),
        """
        on:
          workflow_call:
            inputs: {whom: {type: string, required: true}}
            outputs: {greeting: {value: "${{ jobs.say.outputs.text }}"}}
        jobs:
          say:
            runs-on: ubuntu-latest
            outputs: {text: "${{ steps.say.outputs.text }}"}
            steps:
              - id: say
                run: echo "text=hello ${{ inputs.whom }}" >> "$GITHUB_OUTPUT"
          never:
            needs: say
            if: needs.say.outputs.text == 'nothing'
            runs-on: ubuntu-latest
            steps: [{run: exit 1}]
        """);
    try (Node node =
        Node.open(
            NodeConfig.at(temporary.resolve("data")).withName("solo").withSlots(2).offline())) {
      String id = node.submit(SubmitRequest.of(file).withFolder(root)).id();
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> node.run(id).summary().status().finished());
      RunDetail run = node.run(id);
      assertThat(run.summary().status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(run.tasks())
          .extracting(task -> task.ref().job())
          .containsExactlyInAnyOrder("greet / say", "greet / never", "after");
      assertThat(run.tasks())
          .filteredOn(task -> task.ref().job().equals("after"))
          .singleElement()
          .satisfies(after -> assertThat(after.outputs()).containsEntry("seen", "hello world"));
    }
  }

  @Test
  void aCallIsMadeForEachCombinationAndOutputsComeThroughTwoCalls() throws Exception {
    Path root = temporary.resolve("work");
    Path workflows = Files.createDirectories(root.resolve(".github/workflows"));
    Path file =
        Files.writeString(
            workflows.resolve("ci.yml"),
            """
            name: p2p-workflow matrix of calls
            on: push
            jobs:
              test:
                strategy: {fail-fast: false, matrix: {size: [small, large]}}
                uses: ./.github/workflows/middle.yml
                with: {size: "${{ matrix.size }}", count: 3}
              after:
                needs: test
                runs-on: ubuntu-latest
                outputs: {seen: "${{ needs.test.outputs.said }} ${{ needs.test.result }}"}
                steps: [{run: 'true'}]
            """);
    Files.writeString(
        workflows.resolve("middle.yml"),
        """
        on:
          workflow_call:
            inputs: {size: {type: string}, count: {type: number}}
            outputs: {said: {value: "${{ jobs.inner.outputs.text }}"}}
        jobs:
          inner:
            uses: ./.github/workflows/leaf.yml
            with: {what: "${{ inputs.size }} ${{ inputs.count == 3 }}"}
        """);
    Files.writeString(
        workflows.resolve("leaf.yml"),
        """
        on:
          workflow_call:
            inputs: {what: {type: string}}
            outputs: {text: {value: "${{ jobs.say.outputs.text }}"}}
        jobs:
          say:
            runs-on: ubuntu-latest
            outputs: {text: "${{ steps.say.outputs.text }}"}
            steps:
              - id: say
                run: echo "text=${{ inputs.what }}" >> "$GITHUB_OUTPUT"
        """);
    try (Node node =
        Node.open(
            NodeConfig.at(temporary.resolve("data")).withName("solo").withSlots(2).offline())) {
      String id = node.submit(SubmitRequest.of(file).withFolder(root)).id();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> node.run(id).summary().status().finished());
      RunDetail run = node.run(id);
      assertThat(run.summary().status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(run.tasks())
          .extracting(task -> task.ref().job())
          .containsExactlyInAnyOrder(
              "test (small) / inner / say", "test (large) / inner / say", "after");
      assertThat(run.tasks())
          .filteredOn(task -> task.ref().job().equals("after"))
          .singleElement()
          .satisfies(
              after -> assertThat(after.outputs()).containsEntry("seen", "large true success"));
    }
  }
}
