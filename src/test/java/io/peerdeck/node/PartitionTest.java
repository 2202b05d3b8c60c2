package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.schedule.RunStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Five real nodes that reach each other through relays only, cut apart into two and three.
@Timeout(180)
class PartitionTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final Set<Integer> TWO = Set.of(0, 1);
  private static final Set<Integer> THREE = Set.of(2, 3, 4);

  /// As many ranks fetch a job's inputs before it is their turn.
  private static final int RANKS_READY = 3;

  @TempDir Path temporary;
  private final CuttableWires wires = new CuttableWires();
  private TestFleet fleet;
  private Workflows workflows;

  @BeforeEach
  void open() throws Exception {
    workflows = new Workflows(temporary.resolve("work"));
    fleet =
        new TestFleet(
            temporary,
            5,
            4,
            new TestFleet.Surroundings() {
              @Override
              public UnaryOperator<Multiaddr> route(int number) {
                return wires.from(number);
              }

              @Override
              public void opened(int number, Multiaddr address) {
                wires.belongs(address, number);
              }
            });
  }

  @AfterEach
  void close() {
    if (fleet != null) { // opening it may have failed, which is what to report then
      fleet.close();
    }
    wires.close();
  }

  @Test
  void twoHalvesGoOnApartAndAgreeOnceTheyMeet() throws Exception {
    // Each is claimed again by the half that does not hold it.
    String sealedByHolders = runHeldBy(TWO, fleet.node(0), "a");
    String sealedByOthers = runHeldBy(THREE, fleet.node(0), "b");
    String stillRunning = runHeldBy(TWO, fleet.node(3), "c");
    String loser = task(0, stillRunning).holder().orElseThrow().name();

    for (String run : List.of(sealedByHolders, sealedByOthers, stillRunning)) {
      await().atMost(SOON).until(() -> fleet.node(0).run(run).holders() >= RANKS_READY);
    }

    wires.cut(TWO);
    awaitOnline(TWO, 2);
    awaitOnline(THREE, 3);
    List<String> grouped =
        List.of(fleet.node(0).submit(grouped("d")).id(), fleet.node(3).submit(grouped("e")).id());
    await().atMost(SOON).until(() -> isRunning(1, grouped.getFirst()));
    await().atMost(SOON).until(() -> isRunning(2, grouped.getLast()));
    String ofTwo = fleet.node(1).submit(SubmitRequest.of(workflows.matrix(4, "echo two"))).id();
    String ofThree = fleet.node(4).submit(SubmitRequest.of(workflows.matrix(4, "echo three"))).id();
    await().atMost(SOON).until(() -> TestFleet.claims(fleet.node(2), sealedByHolders) == 2);
    await().atMost(SOON).until(() -> TestFleet.claims(fleet.node(0), sealedByOthers) == 2);
    await().atMost(SOON).until(() -> TestFleet.claims(fleet.node(2), stillRunning) == 2);
    assertThat(TestFleet.claims(fleet.node(0), sealedByHolders)).isEqualTo(1);
    assertThat(TestFleet.claims(fleet.node(2), sealedByOthers)).isEqualTo(1);
    workflows.letGo("a");
    workflows.letGo("b");
    for (int node : List.of(0, 1)) {
      awaitSealed(node, sealedByHolders, sealedByOthers, ofTwo);
    }
    for (int node : List.of(2, 3, 4)) {
      awaitSealed(node, ofThree);
      for (String run : List.of(sealedByHolders, sealedByOthers)) {
        await().atMost(SOON).until(() -> task(node, run).resultCid().isPresent());
        assertThat(task(node, run).sealed()).isFalse();
        assertThat(task(node, run).resultCid()).isNotEqualTo(task(0, run).resultCid());
      }
    }
    fleet.node(2).adopt(sealedByHolders);
    await().atMost(SOON).until(() -> TestFleet.seals(fleet.node(2), sealedByHolders) == 1);
    assertThat(task(2, sealedByHolders).sealed()).isFalse();
    assertThat(task(2, sealedByHolders).why()).contains("adopted the run");
    Map<String, List<TestFleet.Decision>> sealed = new HashMap<>();
    for (String run : List.of(sealedByHolders, sealedByOthers, ofTwo)) {
      sealed.put(run, TestFleet.decisions(fleet.node(0), run));
    }
    sealed.put(ofThree, TestFleet.decisions(fleet.node(2), ofThree));
    await().atMost(SOON).until(() -> heads().size() == 2);

    wires.heal();

    fleet.awaitOnline(5);
    await().atMost(SOON).until(() -> workflows.isGone("c", loser));
    awaitBothSaidToHaveStarted(grouped);
    for (String mark : List.of("c", "d", "e")) {
      workflows.letGo(mark);
    }
    fleet.awaitAgreement(
        SOON,
        List.of(
            sealedByHolders,
            sealedByOthers,
            stillRunning,
            ofTwo,
            ofThree,
            grouped.getFirst(),
            grouped.getLast()));
    sealed.forEach((run, before) -> assertThat(results(0, run)).isEqualTo(results(before)));
    assertThat(task(0, sealedByHolders).attempt()).isEqualTo(1);
    assertThat(task(0, sealedByOthers).attempt()).isEqualTo(2);
    assertThat(task(0, stillRunning).attempt()).isEqualTo(2);
    assertThat(task(0, stillRunning).holder().orElseThrow().name()).isNotEqualTo(loser);
    assertThat(heads()).hasSize(1);
  }

  @Test
  @Tag("full")
  void aPathCutBetweenHolderAndNextRankCostsNoLeaseWhileOthersReachBoth() throws Exception {
    String run =
        runRanked(
            names -> names.getFirst().equals("n1") && !names.get(1).equals("n0"),
            fleet.node(0),
            "a");
    String next = task(0, run).ranking().get(1).peer().name();
    Node other = fleet.named(next);

    wires.cutBetween(1, fleet.nodes().indexOf(other));
    await()
        .atMost(SOON)
        .until(() -> seen(other, "n1").stateReason().contains("through other members"));
    // For longer than its lease, which others would have taken over by then.
    await()
        .during(LEASE.plusSeconds(4))
        .atMost(SOON)
        .until(
            () -> TestFleet.claims(other, run) == 1 && seen(other, "n1").state().equals("online"));
    workflows.letGo("a");
    for (int node = 0; node < 5; node++) {
      awaitSealed(node, run);
      assertThat(task(node, run).attempt()).isEqualTo(1);
    }
  }

  private SubmitRequest grouped(String mark) throws Exception {
    return SubmitRequest.of(workflows.grouped("deploy", workflows.waiting(mark)));
  }

  private boolean isRunning(int node, String run) {
    return task(node, run).status() == RunStatus.IN_PROGRESS;
  }

  /// Each peer says it of the same of two runs, which both go on.
  private void awaitBothSaidToHaveStarted(List<String> runs) {
    for (int node = 0; node < 5; node++) {
      int here = node;
      await()
          .atMost(SOON)
          .until(
              () ->
                  runs.stream()
                          .filter(run -> task(here, run).why().contains("both started"))
                          .count()
                      == 1);
      assertThat(runs).allMatch(run -> isRunning(here, run));
    }
  }

  private static PeerView seen(Node by, String name) {
    return by.peers().stream()
        .filter(peer -> peer.peer().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /// A run whose job is owned by one half, runs there and waits for its mark, while the other half
  /// is among the next ranks and holds the inputs.
  private String runHeldBy(Set<Integer> half, Node submitter, String mark) throws Exception {
    return runRanked(
        first -> isIn(half, first.getFirst()) && !first.stream().allMatch(name -> isIn(half, name)),
        submitter,
        mark);
  }

  /// The same for the names of its first ranks.
  private String runRanked(Predicate<List<String>> wanted, Node submitter, String mark)
      throws Exception {
    Path file = workflows.job(workflows.waiting(mark));
    for (int tries = 0; tries < 200; tries++) {
      String run = submitter.submit(SubmitRequest.of(file).withHeld(true)).id();
      List<String> first =
          submitter.run(run).tasks().getFirst().ranking().stream()
              .limit(RANKS_READY)
              .map(ranked -> ranked.peer().name())
              .toList();
      if (wanted.test(first)) {
        submitter.release(run);
        await().atMost(SOON).until(() -> workflows.started(mark, first.getFirst()));
        for (Node node : fleet.nodes()) {
          await().atMost(SOON).until(() -> TestFleet.claims(node, run) == 1);
        }
        return run;
      }
      submitter.cancel(run, "not the ranks looked for");
    }
    throw new AssertionError("no run is ranked as it should be");
  }

  private static boolean isIn(Set<Integer> half, String name) {
    return half.contains(Integer.parseInt(name.substring(1)));
  }

  private void awaitOnline(Set<Integer> half, int members) {
    await()
        .atMost(SOON)
        .until(
            () ->
                half.stream()
                    .allMatch(number -> fleet.node(number).status().membersOnline() == members));
  }

  private void awaitSealed(int node, String... runs) {
    for (String run : runs) {
      await()
          .atMost(SOON)
          .until(() -> fleet.node(node).run(run).tasks().stream().allMatch(TaskView::sealed));
    }
  }

  private TaskView task(int node, String run) {
    return fleet.node(node).run(run).tasks().getFirst();
  }

  private List<Optional<String>> results(int node, String run) {
    return results(TestFleet.decisions(fleet.node(node), run));
  }

  private static List<Optional<String>> results(List<TestFleet.Decision> decisions) {
    return decisions.stream().map(TestFleet.Decision::result).toList();
  }

  private List<String> heads() {
    return fleet.nodes().stream().map(node -> node.status().clockHead()).distinct().toList();
  }
}
