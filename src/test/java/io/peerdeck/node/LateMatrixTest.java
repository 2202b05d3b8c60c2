package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.schedule.RunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
