package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.HostConfig;
import io.peerdeck.libp2p.Libp2pException;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.schedule.RunStatus;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Five real nodes with one slot each, whose wall clocks are up to two hours apart and whose
/// monotonic clocks have nothing in common, decide everything alike.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class FiveNodesTest {
  private static final int NODES = 5;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final List<Duration> WALL_AHEAD =
      List.of(
          Duration.ZERO,
          Duration.ofHours(1),
          Duration.ofHours(-1),
          Duration.ofMinutes(20),
          Duration.ofSeconds(-90));

  private TestFleet fleet;
  private Workflows workflows;

  @BeforeAll
  void open(@TempDir Path temporary) throws Exception {
    workflows = new Workflows(temporary.resolve("work"));
    fleet =
        new TestFleet(
            temporary,
            NODES,
            1,
            new TestFleet.Surroundings() {
              @Override
              public NodeTime time(int number) {
                InstantSource wall = InstantSource.system();
                long nanosAhead = number * Duration.ofDays(40).toNanos();
                return new NodeTime(
                    () -> wall.instant().plus(WALL_AHEAD.get(number)),
                    () -> System.nanoTime() + nanosAhead);
              }
            });
  }

  @AfterAll
  void close() {
    if (fleet != null) {
      fleet.close();
    }
  }

  @Test
  void allFiveNameTheSameRankingForEachOf500Jobs() throws Exception {
    Path file = workflows.matrix(50, "true");
    List<String> runs = new ArrayList<>();
    for (int n = 0; n < 10; n++) {
      String strategy = n % 2 == 0 ? "hamming" : "hamming-hex";
      SubmitRequest request = SubmitRequest.of(file).withStrategy(strategy).withHeld(true);
      runs.add(fleet.node(n % NODES).submit(request).id());
    }
    awaitSameClock();

    Map<String, Integer> owned = new HashMap<>();
    for (String run : runs) {
      List<List<Ranked>> rankings = rankings(fleet.node(0), run);
      assertThat(rankings).hasSize(50).allMatch(ranking -> ranking.size() == NODES);
      for (Node node : fleet.nodes()) {
        assertThat(rankings(node, run)).isEqualTo(rankings);
      }
      rankings.forEach(ranking -> owned.merge(ranking.getFirst().peer(), 1, Integer::sum));
    }
    assertThat(owned.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(500);
    assertThat(owned).hasSize(NODES);
    for (String run : runs) {
      fleet.node(0).cancel(run, "only the ranking was asked for");
    }
  }

  /// What all must name alike; who of them is busy is another question.
  private record Ranked(String peer, int rank, int distance) {}

  private static List<List<Ranked>> rankings(Node node, String run) {
    return node.run(run).tasks().stream()
        .map(
            task ->
                task.ranking().stream()
                    .map(one -> new Ranked(one.peer().id(), one.rank(), one.distance()))
                    .toList())
        .toList();
  }

  @Test
  void clocksAnHourApartChangeNeitherOrderNorResultsAndSlotsAreKept() throws Exception {
    Path busy = workflows.mark("busy");
    String run =
        fleet
            .node(1)
            .submit(
                SubmitRequest.of(
                    workflows.matrix(
                        10,
                        """
                        mkdir "%1$s.$RUNNER_NAME" # fails where another job runs on this peer
                        sleep 0.2
                        rmdir "%1$s.$RUNNER_NAME"
                        """
                            .formatted(busy))))
            .id();
    fleet.awaitAgreement(Duration.ofSeconds(40), List.of(run));

    RunDetail seen = fleet.node(2).run(run);
    assertThat(seen.summary().status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(seen.summary().peers()).hasSizeGreaterThan(1);
    List<String> order = order(fleet.node(0));
    for (Node node : fleet.nodes()) {
      assertThat(order(node)).isEqualTo(order);
      assertThat(node.verifyClock(progress -> {}).ok()).isTrue();
    }
  }

  private static List<String> order(Node node) {
    return node.entries(EntryQuery.newest(1000)).entries().stream().map(EntryView::cid).toList();
  }

  @Test
  void whatIsCancelledAnywhereStopsEverywhere() throws Exception {
    String run =
        fleet
            .node(0)
            .submit(SubmitRequest.of(workflows.matrix(5, workflows.waiting("endless"))))
            .id();
    await()
        .atMost(SOON)
        .until(() -> names().stream().allMatch(name -> workflows.started("endless", name)));

    await().atMost(SOON).until(() -> TestFleet.knows(fleet.node(3), run));
    fleet.node(3).cancel(run, "enough");

    await().atMost(SOON).until(() -> names().stream().allMatch(this::endlessIsGone));
    fleet.awaitAgreement(SOON, List.of(run));
    assertThat(fleet.node(4).run(run).summary().status()).isEqualTo(RunStatus.CANCELLED);
    await()
        .atMost(SOON)
        .until(() -> fleet.nodes().stream().allMatch(node -> node.status().slotsBusy() == 0));
  }

  private boolean endlessIsGone(String name) {
    try {
      return workflows.isGone("endless", name);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private List<String> names() {
    return fleet.nodes().stream().map(node -> node.status().self().name()).toList();
  }

  @Test
  void anAssignmentByHandMovesARunningJobAndAgainRunsItOnceMore() throws Exception {
    String run =
        fleet.node(0).submit(SubmitRequest.of(workflows.job(workflows.waiting("moved")))).id();
    await()
        .atMost(SOON)
        .until(() -> names().stream().anyMatch(name -> workflows.started("moved", name)));
    String first = fleet.node(0).run(run).tasks().getFirst().holder().orElseThrow().name();
    String second = names().stream().filter(name -> !name.equals(first)).findFirst().orElseThrow();

    await().atMost(SOON).until(() -> TestFleet.knows(fleet.node(2), run));
    fleet.node(2).assign(run, Optional.of(TaskRef.parse("job")), second);

    await().atMost(SOON).until(() -> workflows.started("moved", second));
    await().atMost(SOON).until(() -> workflows.isGone("moved", first));
    workflows.letGo("moved");
    fleet.awaitAgreement(SOON, List.of(run));
    TaskView task = fleet.node(1).run(run).tasks().getFirst();
    assertThat(task.holder().orElseThrow().name()).isEqualTo(second);
    assertThat(task.attempt()).isEqualTo(2);
    assertThat(task.conclusion()).contains("success");

    await().atMost(SOON).until(() -> TestFleet.knows(fleet.node(4), run));
    String repeated = fleet.node(4).again(run).id();
    fleet.awaitAgreement(SOON, List.of(repeated));
    assertThat(fleet.node(0).run(repeated).again()).contains(run);
    assertThat(fleet.node(0).run(repeated).tasks().getFirst().conclusion()).contains("success");
  }

  @Test
  void aStoppedHolderGivesItsJobUpAndReturnsAsOneOfFive() throws Exception {
    String run =
        fleet
            .node(0)
            .submit(SubmitRequest.of(workflows.job(workflows.waiting("restart"))).withHeld(true))
            .id();
    fleet.node(0).assign(run, Optional.empty(), "n4");
    fleet.node(0).release(run);
    await().atMost(SOON).until(() -> workflows.started("restart", "n4"));

    fleet.node(4).close();

    assertThat(workflows.isGone("restart", "n4")).isTrue();
    for (Node node : fleet.nodes().subList(0, 4)) {
      await().atMost(SOON).until(() -> gaveUp(node, run));
    }
    await().atMost(SOON).until(() -> fleet.node(0).run(run).tasks().getFirst().attempt() == 2);
    fleet.restart(4);
    workflows.letGo("restart");
    fleet.awaitOnline(NODES);
    fleet.awaitAgreement(SOON, List.of(run));
    assertThat(fleet.node(4).run(run).tasks().getFirst().attempt()).isEqualTo(2);
  }

  private static boolean gaveUp(Node node, String run) {
    return node.entries(EntryQuery.newest(100).withKey(run)).entries().stream()
        .anyMatch(
            entry ->
                entry.kind().equals("job.declined")
                    && entry.author().name().equals("n4")
                    && entry.body().contains("stopped"));
  }

  @Test
  void aStrangerReachesIdentifyAndPingAndNothingElse() {
    Node node = fleet.node(0);
    PeerId peer = PeerId.parse(node.status().self().id());
    KeyPair key = KeyPair.generate(new SecureRandom());
    try (Host stranger = Host.start(HostConfig.of(key))) {
      Connection connection =
          stranger.connect(
              peer, List.of(Multiaddr.parse(node.status().addresses().getFirst())), SOON);
      assertThat(stranger.ping(peer, SOON)).isPositive();
      await().atMost(SOON).until(() -> connection.identified().isPresent());
      for (String protocol : List.of("clock", "live", "blob", "log")) {
        assertThatThrownBy(() -> connection.newStream("/peerdeck/" + protocol + "/1.0.0", SOON))
            .isInstanceOf(Libp2pException.class);
      }
      assertThat(connection.isOpen()).isTrue();
      assertThat(node.peers()).hasSize(NODES);
    }
  }

  private void awaitSameClock() {
    await()
        .atMost(SOON)
        .until(
            () ->
                fleet.nodes().stream().map(node -> node.status().clockHead()).distinct().count()
                    == 1);
  }
}
