package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Three real nodes with one slot each: a job whose owner is busy or gone does not wait for it, and
/// the queue says what it waits for.
@Timeout(240)
class WaitingReasonTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path temporary;
  private TestFleet fleet;
  private Workflows workflows;

  @BeforeEach
  void open() throws Exception {
    workflows = new Workflows(temporary.resolve("work"));
    fleet = new TestFleet(temporary, 3, 1);
  }

  @AfterEach
  void close() {
    if (fleet != null) { // opening it may have failed, which is what to report then
      fleet.close();
    }
  }

  @Test
  void aJobGoesPastABusyOwnerAndAnAbsentOneAndTheQueueSaysSo() throws Exception {
    Node asked = fleet.node(0);
    keepBusy("n0", "n1");

    // The third takes what the busy ones own.
    String pastBusy = ownedBy("n1");
    asked.release(pastBusy);
    await().atMost(SOON).until(() -> task(pastBusy).sealed());
    assertThat(task(pastBusy).holder().orElseThrow().name()).isEqualTo("n2");

    // With the third gone nobody is left: the job waits, whoever owns it, and says for whom.
    String waiting = ownedBy("n2");
    fleet.node(2).close();
    await()
        .atMost(SOON)
        .until(
            () ->
                asked.peers().stream()
                    .anyMatch(
                        peer -> peer.peer().name().equals("n2") && peer.state().equals("offline")));
    asked.release(waiting);
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(task(waiting).why())
                    .startsWith("All slots are taken of n")
                    .contains("n0", "n1", "; the first with a free one takes it.")
                    .endsWith("Not reached now: n2."));
    assertThat(asked.run(waiting).summary().waitsFor()).isEqualTo(task(waiting).why());
    assertThat(asked.runs(Set.of(waiting)).getFirst().waitsFor()).isEqualTo(task(waiting).why());

    workflows.letGo("busy", "n0");
    await().atMost(SOON).until(() -> task(waiting).sealed());
    assertThat(task(waiting).holder().orElseThrow().name()).isEqualTo("n0");
    workflows.letGo("busy", "n1");
  }

  @Test
  void aJobWhoseLabelsNobodyCarriesWaitsForWhoeverGetsThem() throws Exception {
    Path file =
        Files.writeString(
            Files.createDirectories(temporary.resolve("work/labelled")).resolve("wf.yml"),
            """
            name: p2p-workflow labelled
            on: push
            jobs:
              job:
                runs-on: [linux, telescope]
                steps:
                  - run: echo seen
            """);
    String run = fleet.node(1).submit(SubmitRequest.of(file)).id();
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(fleet.node(0).run(run).summary().waitsFor())
                    .isEqualTo("No member that takes jobs carries the labels linux, telescope."));

    PeerView third = named(fleet.node(2), "n2");
    Set<String> labels = new HashSet<>(third.labels());
    labels.add("telescope");
    fleet.node(2).updatePeer(third.peer().id(), PeerChange.NONE.withLabels(List.copyOf(labels)));

    await()
        .atMost(SOON)
        .until(() -> fleet.node(1).run(run).tasks().stream().allMatch(TaskView::sealed));
    assertThat(fleet.node(1).run(run).tasks().getFirst().holder().orElseThrow().name())
        .isEqualTo("n2");
  }

  /// One endless job on each of them.
  private void keepBusy(String... names) throws Exception {
    Path file = workflows.job(workflows.waiting("busy"));
    for (String name : names) {
      String run = fleet.node(0).submit(SubmitRequest.of(file).withHeld(true)).id();
      fleet.node(0).assign(run, Optional.empty(), name);
      fleet.node(0).release(run);
      await().atMost(SOON).until(() -> workflows.started("busy", name));
    }
  }

  /// A held run whose job that node would get first.
  private String ownedBy(String owner) throws Exception {
    Path file = workflows.job("true");
    for (int tries = 0; tries < 200; tries++) {
      String run = fleet.node(0).submit(SubmitRequest.of(file).withHeld(true)).id();
      if (task(run).ranking().getFirst().peer().name().equals(owner)) {
        return run;
      }
      fleet.node(0).cancel(run, "not the owner looked for");
    }
    throw new AssertionError("no job is owned by " + owner);
  }

  private TaskView task(String run) {
    return fleet.node(0).run(run).tasks().getFirst();
  }

  private static PeerView named(Node node, String name) {
    return node.peers().stream()
        .filter(peer -> peer.peer().name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
