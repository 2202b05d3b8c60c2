package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.schedule.RunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which jobs run after what, in a real run.
class JobRulesTest {
  @TempDir Path temporary;

  @Test
  void conditionsLookAtTheWholeChainOfNeeds() throws Exception {
    Path file =
        Files.writeString(
            temporary.resolve("rules.yml"),
            """
            name: p2p-workflow rules
            on: push
            jobs:
              tries:
                strategy:
                  fail-fast: false
                  matrix: {include: [{n: a, may: true}, {n: b, may: false}]}
                continue-on-error: ${{ matrix.may }}
                timeout-minutes: ${{ matrix.may && 3 || 4 }}
                runs-on: linux
                steps: [{run: "test ${{ matrix.n }} = b"}]
              broken: {runs-on: linux, steps: [{run: exit 1}]}
              skipped: {needs: broken, runs-on: linux, steps: [{run: echo no}]}
              alarm:
                needs: skipped
                if: failure()
                runs-on: linux
                steps: [{run: 'test "${{ needs.skipped.result }}" = skipped'}]
              calm: {needs: tries, if: failure(), runs-on: linux, steps: [{run: exit 1}]}
              report:
                needs: [tries, broken, skipped]
                if: ${{ always() && needs.tries.result == 'success' }}
                runs-on: linux
                steps: [{run: 'test "${{ needs.broken.result }}" = failure'}]
              elsewhere:
                if: github.event_name == 'release'
                runs-on: [windows-2025, nobody-has-this]
                strategy: {matrix: {n: [1, 2]}}
                steps: [{run: exit 1}]
              afterwards: {needs: elsewhere, runs-on: nobody-has-this, steps: [{run: exit 1}]}
              last:
                needs: [elsewhere, afterwards]
                if: always()
                runs-on: linux
                steps: [{run: 'test "${{ needs.elsewhere.result }}" = skipped'}]
              never: {needs: broken, if: "!failure()", runs-on: linux, steps: [{run: exit 1}]}
            """);
    try (Node node = Node.open(NodeConfig.at(temporary.resolve("data")).withSlots(3).offline())) {
      String id = node.submit(SubmitRequest.of(file)).id();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> node.run(id).summary().status().finished());
      RunDetail run = node.run(id);
      Map<String, String> ended = new LinkedHashMap<>();
      run.tasks()
          .forEach(task -> ended.put(task.ref().toString(), task.conclusion().orElse("none")));
      assertThat(ended)
          .containsEntry("tries", "success")
          .containsEntry("tries:1", "success")
          .containsEntry("broken", "failure")
          .containsEntry("skipped", "skipped")
          .containsEntry("alarm", "success")
          .containsEntry("calm", "skipped")
          .containsEntry("report", "success")
          .containsEntry("elsewhere", "skipped")
          .doesNotContainKey("elsewhere:1")
          .containsEntry("afterwards", "skipped")
          .containsEntry("last", "success")
          .containsEntry("never", "skipped");
      assertThat(run.summary().status()).isEqualTo(RunStatus.FAILED);
    }
  }
}
