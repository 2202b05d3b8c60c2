package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.peerdeck.schedule.RunStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Five nodes, one of them a process that is killed while it runs a job it owns.
@Timeout(240)
class KilledOwnerTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration TWO_LEASES = Duration.ofSeconds(20);
  private static final String VICTIM = "victim";

  @TempDir Path temporary;
  private TestFleet fleet;
  private ChildNode child;
  private Workflows workflows;

  @BeforeEach
  void open() throws Exception {
    workflows = new Workflows(temporary.resolve("work"));
    fleet = new TestFleet(temporary, 4, 1);
    child = startChild();
    fleet.node(0).addPeer(child.address(), Optional.of(VICTIM));
    fleet.nodes().forEach(node -> node.trust(child.peerId()));
    fleet.awaitOnline(5);
  }

  private ChildNode startChild() throws Exception {
    return ChildNode.start(
        temporary.resolve(VICTIM),
        VICTIM,
        fleet.node(0).status().addresses().getFirst(),
        fleet.nodes().stream().map(node -> node.status().self().id()).toList());
  }

  @AfterEach
  void close() {
    if (child != null) {
      child.close();
    }
    fleet.close();
  }

  @Test
  void theNextRankFinishesTheJobOfAKilledOwnerAndItsNodeComesBackAndAgrees() throws Exception {
    String run = ownedByTheVictim();
    List<TaskView.RankedPeer> ranking = fleet.node(0).run(run).tasks().getFirst().ranking();
    fleet.node(0).release(run);
    await().atMost(SOON).until(() -> workflows.started("job", VICTIM));
    await().atMost(SOON).until(() -> TestFleet.claims(fleet.node(0), run) == 1);

    child.kill();

    String next = ranking.get(1).peer().name();
    await().atMost(TWO_LEASES).until(() -> workflows.started("job", next));
    workflows.letGo("job", next);
    fleet.awaitAgreement(SOON, List.of(run));
    TaskView task = fleet.node(0).run(run).tasks().getFirst();
    assertThat(task.attempt()).isEqualTo(2);
    assertThat(task.holder().orElseThrow().name()).isEqualTo(next);
    assertThat(task.conclusion()).contains("success");
    assertThat(fleet.node(0).peers())
        .filteredOn(peer -> peer.peer().name().equals(VICTIM))
        .singleElement()
        .satisfies(
            peer -> {
              assertThat(peer.conduct().score()).isLessThan(50);
              assertThat(peer.conduct().reasons().getFirst())
                  .isEqualTo("lost 1 job it had claimed; the last: its heartbeats for job stopped");
              assertThat(peer.conduct().suspendedUntil()).isEmpty();
            });
    assertThat(workflows.isGone("job", VICTIM)).as("orphan of the killed node").isFalse();

    fleet.adopt(ChildNode.config(temporary.resolve(VICTIM), VICTIM));

    assertThat(workflows.isGone("job", VICTIM)).isTrue();
    fleet.awaitOnline(5);
    fleet.awaitAgreement(SOON, List.of(run));
    assertThat(fleet.named(VICTIM).verifyClock(progress -> {}).ok()).isTrue();
    assertThat(fleet.named(VICTIM).run(run).tasks().getFirst().resultCid())
        .isEqualTo(task.resultCid());
    assertThat(results(run)).isEqualTo(1);
    assertThat(fleet.nodes())
        .allMatch(node -> node.peers().stream().noneMatch(peer -> peer.state().equals("frozen")));
  }

  @Test
  @Tag("full")
  void aRunWhoseSubmitterAndOwnerIsKilledIsSealedByItsAdopterAndForGoodOnceTheSubmitterIsBack()
      throws Exception {
    child.kill();
    Path file = workflows.job(workflows.waiting("job"));
    String run;
    try (Node victim = Node.open(ChildNode.config(temporary.resolve(VICTIM), VICTIM))) {
      run = ownedByTheVictim(victim, file);
      await()
          .atMost(SOON)
          .ignoreException(NodeException.class)
          .until(() -> TestFleet.decisions(fleet.node(3), run).size() == 1);
    }
    child = startChild();
    fleet.awaitOnline(5);
    fleet.node(0).release(run);
    await().atMost(SOON).until(() -> workflows.started("job", VICTIM));
    await().atMost(SOON).until(() -> TestFleet.claims(fleet.node(0), run) == 1);
    await().atMost(SOON).until(() -> fleet.node(0).run(run).holders() >= 3);

    child.kill();

    await().atMost(TWO_LEASES).until(() -> TestFleet.claims(fleet.node(0), run) == 2);
    workflows.letGo("job");
    await()
        .atMost(SOON)
        .until(() -> fleet.node(0).run(run).summary().status() == RunStatus.COMPLETED);
    assertThat(fleet.node(0).run(run).tasks().getFirst().sealed()).isFalse();
    fleet.node(2).adopt(run);
    await().atMost(SOON).until(() -> TestFleet.seals(fleet.node(0), run) == 1);
    assertThat(fleet.node(0).run(run).tasks().getFirst().sealed()).isFalse();
    fleet.adopt(ChildNode.config(temporary.resolve(VICTIM), VICTIM));
    fleet.awaitOnline(5);
    fleet.awaitAgreement(SOON, List.of(run));
    assertThat(results(run)).isEqualTo(1);
  }

  @Test
  void aHolderThatComesBackBeforeItsLeaseLapsesGivesItsAttemptUp() throws Exception {
    String run = ownedByTheVictim();
    fleet.node(0).release(run);
    await().atMost(SOON).until(() -> workflows.started("job", VICTIM));
    await().atMost(SOON).until(() -> TestFleet.claims(fleet.node(0), run) == 1);

    child.kill();
    fleet.adopt(ChildNode.config(temporary.resolve(VICTIM), VICTIM));

    assertThat(workflows.isGone("job", VICTIM)).isTrue();
    await().atMost(SOON).until(() -> TestFleet.claims(fleet.node(0), run) == 2);
    workflows.letGo("job");
    fleet.awaitOnline(5);
    fleet.awaitAgreement(SOON, List.of(run));
    assertThat(fleet.node(0).run(run).tasks().getFirst().attempt()).isEqualTo(2);
    assertThat(results(run)).isEqualTo(1);
  }

  /// A held run whose only job the victim owns; others are cancelled.
  private String ownedByTheVictim() throws Exception {
    return ownedByTheVictim(fleet.node(0), workflows.job(workflows.waiting("job")));
  }

  private static String ownedByTheVictim(Node submitter, Path file) {
    for (int tries = 0; tries < 200; tries++) {
      String run = submitter.submit(SubmitRequest.of(file).withHeld(true)).id();
      if (submitter.run(run).tasks().getFirst().owner().orElseThrow().name().equals(VICTIM)) {
        return run;
      }
      submitter.cancel(run, "not the owner looked for");
    }
    throw new AssertionError("the victim is never rank 0");
  }

  private long results(String run) {
    return fleet.node(0).entries(EntryQuery.newest(1000).withKey(run)).entries().stream()
        .filter(entry -> entry.key().equals(run) && entry.kind().equals("job.finished"))
        .count();
  }
}
