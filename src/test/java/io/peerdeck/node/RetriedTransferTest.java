package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerdeck.schedule.RunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A transfer between two nodes that their operator ends and moves again.
class RetriedTransferTest {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final int BYTES = 96 << 20;
  @TempDir Path temporary;

  @Test
  void aWorkspaceWhoseTransferWasCancelledComesByTheRetryAndItsRunEnds() throws Exception {
    Path work = Files.createDirectories(temporary.resolve("work"));
    byte[] large = new byte[BYTES];
    new SplittableRandom(4).nextBytes(large);
    Files.write(work.resolve("large.bin"), large);
    Path file =
        Files.writeString(
            work.resolve("far.yml"),
            """
            name: p2p-workflow far
            on: push
            jobs:
              look:
                runs-on: linux
                steps:
                  - uses: actions/checkout@v4
                  - run: test $(wc -c < large.bin) = %d
            """
                .formatted(BYTES));
    try (TestFleet fleet = new TestFleet(temporary.resolve("fleet"), 2, 1)) {
      Node here = fleet.node(0);
      Node there = fleet.node(1);
      String run = here.submit(SubmitRequest.of(file).withFolder(work).withHeld(true)).id();
      here.assign(run, Optional.empty(), there.status().self().id());
      here.release(run);

      Awaitility.await()
          .atMost(DEADLINE)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> coming(there, "running").stream().anyMatch(t -> t.bytes() > BYTES / 8));
      TransferView first = coming(there, "running").getFirst();
      assertThat(first.name()).contains("Workspace of p2p-workflow far");
      assertThat(first.peer().name()).isEqualTo("n0");
      assertThatThrownBy(() -> there.retryTransfer(first.id())).hasMessageContaining("running");
      there.cancelTransfer(first.id());
      Awaitility.await().atMost(DEADLINE).until(() -> !coming(there, "cancelled").isEmpty());
      assertThat(there.run(run).summary().status().finished()).isFalse();
      assertThat(coming(there, "running")).isEmpty();

      there.retryTransfer(first.id());
      Awaitility.await()
          .atMost(DEADLINE)
          .until(() -> here.run(run).summary().status() == RunStatus.COMPLETED);
      TransferView again = coming(there, "done").getFirst();
      assertThat(again.id()).isNotEqualTo(first.id());
      assertThat(again.bytes()).as("only the rest moved").isLessThan(BYTES);
      assertThatThrownBy(() -> there.retryTransfer(first.id()))
          .hasMessageContaining("here already");
    }
  }

  private static List<TransferView> coming(Node node, String state) {
    return node.transfers().stream()
        .filter(t -> t.direction().equals("in") && t.state().equals(state))
        .filter(t -> t.name().filter(name -> name.startsWith("Workspace")).isPresent())
        .toList();
  }
}
