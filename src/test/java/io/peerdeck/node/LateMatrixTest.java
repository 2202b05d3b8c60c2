package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.schedule.RunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A matrix that rests on what a needed job gives.
class LateMatrixTest {
  @TempDir Path temporary;

  @Test
  void aJobHasAsManyInstancesAsItsNeedsSay() throws Exception {
    RunDetail run = run("[\\\"x\\\", \\\"y\\\", \\\"z\\\"]");
    assertThat(run.summary().status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(run.tasks())
        .extracting(task -> task.ref().toString())
        .containsExactly("list", "each", "each:1", "each:2", "after");
    assertThat(run.tasks())
        .filteredOn(task -> task.ref().job().equals("each"))
        .extracting(task -> task.outputs().get("name"))
        .containsExactly("0-x", "1-y", "2-z");
  }

  @Test
  void whatMakesNoMatrixFailsTheJobAndSaysWhy() throws Exception {
    RunDetail run = run("7");
    assertThat(run.summary().status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.tasks())
        .extracting(task -> task.ref().toString())
        .containsExactly("list", "each", "after");
    assertThat(run.tasks().get(1).why()).contains("must be a list");
  }

  @Test
  void aGroupThatTheMatrixNamesHoldsOnceTheTasksAreKnown() throws Exception {
    Workflows marks = new Workflows(temporary.resolve("marks"));
    Path file =
        Files.writeString(
            temporary.resolve("groups.yml"),
            """
            name: p2p-workflow groups
            on: push
            jobs:
              list:
                runs-on: ubuntu-latest
                outputs: {label: ubuntu-latest, values: '[{"v": "a", "g": "x"}, {"v": "b", "g": "x"}, {"v": "c", "g": "y"}]'}
                steps: [{run: 'true'}]
              each:
                name: "Each ${{ matrix.v }} after ${{ needs.list.result }}"
                needs: list
                runs-on: "${{ needs.list.outputs.label }}"
                concurrency: "one-${{ matrix.g }}"
                strategy: {matrix: {include: "${{ fromJSON(needs.list.outputs.values) }}"}}
                steps:
                  - run: |
            %s
            """
                .formatted(marks.waiting("${{ matrix.v }}").indent(12)));
    try (TestFleet fleet = new TestFleet(temporary, 2, 3)) {
      Node node = fleet.node(0);
      String id = node.submit(SubmitRequest.of(file)).id();
      await(() -> isStarted(marks, "a") && isStarted(marks, "c"));
      TaskView second = node.run(id).tasks().get(2);
      assertThat(second.name()).isEqualTo("Each b after success");
      assertThat(second.why()).contains("which has the concurrency group one-x");
      marks.letGo("c");
      await(() -> node.run(id).tasks().get(3).status().finished());
      assertThat(isStarted(marks, "b")).isFalse();
      marks.letGo("b");
      marks.letGo("a");
      await(() -> fleet.node(1).run(id).summary().status().finished());
      assertThat(fleet.node(1).run(id).summary().status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(isStarted(marks, "b")).isTrue();
    }
  }

  private static boolean isStarted(Workflows marks, String name) {
    return marks.started(name, "n0") || marks.started(name, "n1");
  }

  @Test
  void failFastAndMaxParallelMayRestOnTheMatrixOfACall() throws Exception {
    Path workflows = Files.createDirectories(temporary.resolve("work/.github/workflows"));
    Files.writeString(
        workflows.resolve("each.yml"),
        """
        on: {workflow_call: {inputs: {fast: {type: boolean}}}}
        jobs:
          part:
            runs-on: ubuntu-latest
            strategy: {fail-fast: "${{ inputs.fast }}", max-parallel: "${{ inputs.fast && 2 || 1 }}", matrix: {n: [0, 1]}}
            steps: [{run: "test ${{ matrix.n }} = 1 && ${{ inputs.fast && 'sleep 100' || 'true' }}"}]
        """);
    Path file =
        Files.writeString(
            workflows.resolve("ci.yml"),
            """
            name: p2p-workflow bounds
            on: {workflow_dispatch: {inputs: {list: {default: '[true, false]'}}}}
            jobs:
              call:
                strategy: {fail-fast: false, matrix: {fast: "${{ fromJSON(inputs.list) }}"}}
                uses: ./.github/workflows/each.yml
                with: {fast: "${{ matrix.fast }}"}
            """);
    try (Node node =
        Node.open(
            NodeConfig.at(temporary.resolve("data")).withName("solo").withSlots(2).offline())) {
      String id = node.submit(SubmitRequest.of(file).withFolder(temporary.resolve("work"))).id();
      await(() -> node.run(id).summary().status().finished());
      assertThat(node.run(id).tasks())
          .extracting(task -> task.name() + " " + task.status().text())
          .containsExactly(
              "call (true) / part (0) failed",
              "call (true) / part (1) cancelled",
              "call (false) / part (0) failed",
              "call (false) / part (1) completed");
    }
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(NodeException.class) // not heard of there yet
        .until(condition);
  }

  private RunDetail run(String list) throws Exception {
    Path folder = Files.createDirectories(temporary.resolve("work"));
    Path file =
        Files.writeString(
            folder.resolve("wf.yml"),
            """
            name: p2p-workflow late
            on: push
            jobs:
              list:
                runs-on: ubuntu-latest
                outputs: {values: "${{ steps.l.outputs.values }}"}
                steps:
                  - id: l
                    run: echo "values=LIST" >> "$GITHUB_OUTPUT"
              each:
                needs: list
                runs-on: ubuntu-latest
                strategy: {matrix: {value: "${{ fromJSON(needs.list.outputs.values) }}"}}
                outputs: {name: "${{ strategy.job-index }}-${{ matrix.value }}"}
                steps:
                  - run: test -n "${{ matrix.value }}"
              after:
                needs: each
                runs-on: ubuntu-latest
                steps: [{run: 'true'}]
            """
                .replace("LIST", list));
    try (Node node =
        Node.open(
            NodeConfig.at(temporary.resolve("data")).withName("solo").withSlots(2).offline())) {
      String id = node.submit(SubmitRequest.of(file)).id();
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> node.run(id).summary().status().finished());
      return node.run(id);
    }
  }
}
