package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.schedule.RunStatus;
import java.io.IOException;
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

  /// The combinations come from a job's output, the parts of each from a job of its own.
  @Test
  void theJobsOfACallNeedThoseOfTheirOwnCombination() throws Exception {
    Path root = temporary.resolve("work");
    Path file =
        write(
            root,
            """
            name: p2p-workflow calls by needs
            on: push
            jobs:
              plan:
                runs-on: ubuntu-latest
                outputs: {list: "${{ steps.p.outputs.list }}"}
                steps:
                  - id: p
                    run: echo 'list=["a", "b"]' >> "$GITHUB_OUTPUT"
              call:
                needs: plan
                strategy: {max-parallel: 1, matrix: {of: "${{ fromJSON(needs.plan.outputs.list) }}"}}
                uses: ./.github/workflows/each.yml
                with: {of: "${{ matrix.of }}"}
              after:
                needs: call
                runs-on: ubuntu-latest
                outputs: {seen: "${{ needs.call.outputs.made }} ${{ needs.call.result }}"}
                steps: [{run: 'true'}]
            """,
            """
            on:
              workflow_call:
                inputs: {of: {type: string}}
                outputs: {made: {value: "${{ jobs.make.outputs.made }}"}}
            jobs:
              make:
                runs-on: ubuntu-latest
                outputs: {made: "${{ steps.m.outputs.made }}", parts: "${{ steps.m.outputs.parts }}"}
                steps:
                  - id: m
                    run: |
                      echo "made=made-${{ inputs.of }}" >> "$GITHUB_OUTPUT"
                      echo 'parts=${{ inputs.of == 'a' && '[1]' || '[1, 2]' }}' >> "$GITHUB_OUTPUT"
              use:
                needs: make
                if: needs.make.outputs.made == format('made-{0}', inputs.of)
                runs-on: ubuntu-latest
                strategy: {matrix: {part: "${{ fromJSON(needs.make.outputs.parts) }}"}}
                outputs: {used: "${{ needs.make.outputs.made }} ${{ matrix.part }} ${{ inputs.of }}"}
                steps: [{run: 'true'}]
            """);
    RunDetail run = ended(root, file);
    assertThat(run.tasks())
        .allSatisfy(
            task -> assertThat(task.status()).as(task.why()).isEqualTo(RunStatus.COMPLETED));
    assertThat(run.tasks())
        .extracting(task -> task.ref().toString())
        .containsExactly(
            "plan",
            "call / make",
            "call / make:1",
            "call / use",
            "call / use:1",
            "call / use:257",
            "after");
    assertThat(run.tasks())
        .extracting(TaskView::name)
        .containsExactly(
            "plan",
            "call (a) / make",
            "call (b) / make",
            "call (a) / use (1)",
            "call (b) / use (1)",
            "call (b) / use (2)",
            "after");
    assertThat(run.tasks())
        .filteredOn(task -> task.ref().job().equals("call / use"))
        .extracting(task -> task.outputs().get("used"))
        .containsExactly("made-a 1 a", "made-b 1 b", "made-b 2 b");
    assertThat(run.tasks().getLast().outputs()).containsEntry("seen", "made-b success");
    assertThat(run.tasks().get(2).startedAt().orElseThrow())
        .as("of the calls one runs at once")
        .isAfterOrEqualTo(run.tasks().get(3).finishedAt().orElseThrow());
  }

  @Test
  void aFailedCombinationEndsTheOthersOfItsCall() throws Exception {
    Path root = temporary.resolve("work");
    Path file =
        write(
            root,
            """
            name: p2p-workflow calls that fail
            on: push
            jobs:
              call:
                strategy: {matrix: {of: [bad, slow]}}
                uses: ./.github/workflows/each.yml
                with: {of: "${{ matrix.of }}"}
              after:
                needs: call
                if: always()
                runs-on: ubuntu-latest
                outputs: {seen: "${{ needs.call.result }}"}
                steps: [{run: 'true'}]
            """,
            """
            on: {workflow_call: {inputs: {of: {type: string}}}}
            jobs:
              first:
                runs-on: ubuntu-latest
                steps: [{run: "test '${{ inputs.of }}' = slow && sleep 100"}]
              clean:
                needs: first
                if: always()
                runs-on: ubuntu-latest
                steps: [{run: 'true'}]
            """);
    RunDetail run = ended(root, file);
    assertThat(run.summary().status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.tasks())
        .extracting(task -> task.ref() + " " + task.status().text())
        .containsExactly(
            "call (bad) / first failed",
            "call (bad) / clean completed",
            "call (slow) / first cancelled",
            "call (slow) / clean cancelled",
            "after completed");
    assertThat(run.tasks().get(2).why())
        .contains("Cancelled because call (bad) / first failed (fail-fast).");
    assertThat(run.tasks().getLast().outputs()).containsEntry("seen", "failure");
  }

  private static Path write(Path root, String caller, String called) throws IOException {
    Path workflows = Files.createDirectories(root.resolve(".github/workflows"));
    Files.writeString(workflows.resolve("each.yml"), called);
    return Files.writeString(workflows.resolve("ci.yml"), caller);
  }

  private RunDetail ended(Path root, Path file) throws Exception {
    try (Node node =
        Node.open(
            NodeConfig.at(temporary.resolve("data")).withName("solo").withSlots(2).offline())) {
      String id = node.submit(SubmitRequest.of(file).withFolder(root)).id();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> node.run(id).summary().status().finished());
      return node.run(id);
    }
  }
}
