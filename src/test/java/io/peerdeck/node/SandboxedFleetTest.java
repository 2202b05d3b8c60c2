package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.peerdeck.runner.BubblewrapOnPath;
import io.peerdeck.schedule.RunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two nodes with a sandbox each, which trust each other only as members do unasked.
class SandboxedFleetTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path temporary;

  @Test
  void sandboxedPeersShareCachesAndTheNetworkIsGrantedOrRefusedByWhoRunsTheJob() throws Exception {
    BubblewrapOnPath.required();
    TestFleet.Surroundings sandboxed =
        new TestFleet.Surroundings() {
          @Override
          public boolean sandboxed() {
            return true;
          }
        };
    try (TestFleet fleet = new TestFleet(temporary, 2, 2, sandboxed)) {
      Node asker = fleet.node(0);
      Node worker = fleet.node(1);
      for (Node node : fleet.nodes()) {
        PeerRef self = node.status().self();
        node.updatePeer(
            self.id(), PeerChange.NONE.withLabels(List.of("linux", "only-" + self.name())));
      }
      await()
          .atMost(SOON)
          .until(() -> asker.peers().stream().anyMatch(p -> p.labels().contains("only-n1")));

      String shared =
          asker
              .submit(
                  SubmitRequest.of(
                      file(
                          "cache",
                          """
                          name: p2p-workflow cache
                          on: push
                          jobs:
                            save:
                              runs-on: only-n0
                              steps:
                                - run: echo "made on $RUNNER_NAME" > kept
                                - uses: actions/cache/save@v4
                                  with: {path: kept, key: shared-1}
                            use:
                              runs-on: only-n1
                              needs: save
                              steps:
                                - uses: actions/cache/restore@v4
                                  with: {path: kept, key: shared-2, restore-keys: shared-}
                                - run: cat kept
                          """)))
              .id();
      await().atMost(SOON).until(() -> status(asker, shared).finished());
      assertThat(log(asker, shared, "use"))
          .anyMatch(line -> line.startsWith("Cache restored from key: shared-1"))
          .contains("made on n0")
          .anyMatch(line -> line.startsWith("Sandbox: bubblewrap"));

      poisonIsNotFoundByAnotherSubmitter(asker, worker);

      SubmitRequest granted = SubmitRequest.of(asking("granted")).withNetwork(true);
      assertThat(asker.preview(granted).terms().network()).isTrue();
      String run = asker.submit(granted).id();
      await().atMost(SOON).until(() -> worker.fleet().approvals().size() == 1);
      ApprovalView question = worker.fleet().approvals().getFirst();
      assertThat(question.reason()).isEqualTo("its jobs ask for this machine's network");
      assertThat(question.submitter().name()).isEqualTo("n0");
      assertThat(worker.run(run).terms().network()).as("recorded with the run").isTrue();
      worker.approve(question.id());
      await().atMost(SOON).until(() -> status(asker, run).finished());
      assertThat(status(asker, run)).isEqualTo(RunStatus.COMPLETED);
      assertThat(log(asker, run, "job")).anyMatch(line -> line.contains(", with network, "));

      String refused = asker.submit(SubmitRequest.of(asking("refused")).withNetwork(true)).id();
      await().atMost(SOON).until(() -> worker.fleet().approvals().size() == 1);
      worker.refuseApproval(worker.fleet().approvals().getFirst().id());
      await()
          .atMost(SOON)
          .until(() -> asker.run(refused).toString().contains("operator refused this workflow"));
      assertThat(status(asker, refused).finished()).isFalse();
      asker.cancel(refused, "nobody grants the network");

      String without = asker.submit(SubmitRequest.of(asking("granted"))).id();
      await().atMost(SOON).until(() -> status(asker, without).finished());
      assertThat(log(asker, without, "job")).anyMatch(line -> line.contains(", no network, "));
    }
  }

  /// The worker's user saves under the asker's key on both peers: each finds its own alone.
  private void poisonIsNotFoundByAnotherSubmitter(Node asker, Node worker) throws Exception {
    String restore =
        """
        - id: found
          uses: actions/cache/restore@v4
          with: {path: kept, key: shared-1}
        - run: echo "found [${{ steps.found.outputs.cache-hit }}] $(cat kept 2>/dev/null)"
        """;
    String poisoning =
        restore
            + """
            - run: echo poison > kept
            - uses: actions/cache/save@v4
              with: {path: kept, key: shared-1}
            """;
    for (String label : List.of("only-n0", "only-n1")) {
      String poison = worker.submit(SubmitRequest.of(job("poison", label, poisoning))).id();
      await().atMost(SOON).until(() -> status(worker, poison).finished());
      assertThat(status(worker, poison)).isEqualTo(RunStatus.COMPLETED);
      assertThat(log(worker, poison, "job"))
          .contains(label.equals("only-n0") ? "found [] " : "found [true] poison");
    }
    String own = asker.submit(SubmitRequest.of(job("own", "only-n1", restore))).id();
    await().atMost(SOON).until(() -> status(asker, own).finished());
    assertThat(log(asker, own, "job")).contains("found [true] made on n0");
  }

  private Path job(String name, String label, String steps) throws Exception {
    return file(
        name + "-" + label,
        """
        name: p2p-workflow %s
        on: push
        jobs:
          job:
            runs-on: %s
            steps:
        %s
        """
            .formatted(name, label, steps.indent(6)));
  }

  private Path asking(String name) throws Exception {
    return file(
        name,
        """
        name: p2p-workflow %s
        on: push
        jobs:
          job: {runs-on: only-n1, steps: [{run: echo ran}]}
        """
            .formatted(name));
  }

  private Path file(String name, String text) throws Exception {
    return Files.writeString(
        Files.createDirectories(temporary.resolve("work-" + name)).resolve("wf.yml"), text);
  }

  private static RunStatus status(Node node, String run) {
    return node.run(run).summary().status();
  }

  private static List<String> log(Node node, String run, String job) {
    return node.log(run, TaskRef.parse(job), 0, 1 << 20, Duration.ZERO).lines().stream()
        .map(LogChunk.Line::text)
        .collect(Collectors.toList());
  }
}
