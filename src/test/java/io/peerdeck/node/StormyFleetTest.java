package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.multiformats.Multiaddr;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Five nodes whose time runs four times as fast, so that leases lapse soon, while wires are cut at
/// random, nodes restart, and operators on all sides submit, assign and cancel.
@Tag("full")
@Timeout(600)
class StormyFleetTest {
  private static final int NODES = 5;
  private static final int SPEED = 4;
  private static final int ROUNDS = 8;

  @TempDir Path temporary;
  private final CuttableWires wires = new CuttableWires();
  private final Map<String, String> sealed = new HashMap<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverHappensAllAgreeInTheEndAndNoSealedJobChanges(long seed) throws Exception {
    Random random = new Random(seed);
    Workflows workflows = new Workflows(temporary.resolve("work"));
    Path quick = workflows.matrix(4, "sleep 0.$((RANDOM % 10))");
    Path slow = workflows.matrix(2, "sleep 3");
    List<String> runs = new ArrayList<>();
    try (wires;
        TestFleet fleet = new TestFleet(temporary, NODES, 2, new FastAndCuttable())) {
      for (int round = 0; round < ROUNDS; round++) {
        Set<Integer> half = new HashSet<>();
        for (int node = 0; node < NODES; node++) {
          if (random.nextBoolean()) {
            half.add(node);
          }
        }
        wires.cut(half);
        for (int act = 0; act < 6; act++) {
          Node node = fleet.node(random.nextInt(NODES));
          String peer = fleet.node(random.nextInt(NODES)).status().self().id();
          switch (random.nextInt(10)) {
            case 0, 1 -> runs.add(node.submit(SubmitRequest.of(quick)).id());
            case 2, 3 -> runs.add(node.submit(SubmitRequest.of(slow)).id());
            case 4, 5 ->
                any(runs, random)
                    .ifPresent(run -> tell(() -> node.assign(run, Optional.empty(), peer)));
            case 6, 7 -> any(runs, random).ifPresent(run -> tell(() -> node.adopt(run)));
            case 8 -> any(runs, random).ifPresent(run -> tell(() -> node.cancel(run, "by chance")));
            default -> {
              if (random.nextInt(3) == 0) {
                fleet.restart(random.nextInt(NODES));
              }
            }
          }
          pass(random.nextInt(1500));
          noteSeals(fleet, runs);
        }
        if (random.nextBoolean()) {
          wires.heal();
          pass(2000);
        }
      }
      wires.heal();
      fleet.awaitOnline(NODES);
      fleet.awaitAgreement(Duration.ofSeconds(120), runs);
      noteSeals(fleet, runs);
      assertThat(runs).isNotEmpty();
      for (Node node : fleet.nodes()) {
        assertThat(node.verifyClock(progress -> {}).ok()).isTrue();
        assertThat(node.peers()).noneMatch(peer -> peer.state().equals("frozen"));
      }
    }
  }

  /// What was once seen sealed anywhere stays what it is everywhere.
  private void noteSeals(TestFleet fleet, List<String> runs) {
    for (Node node : fleet.nodes()) {
      for (String run : runs) {
        for (TestFleet.Decision task : decisions(node, run)) {
          if (task.sealed()) {
            String result = task.result().orElseThrow();
            assertThat(sealed.merge(run + task.task(), result, (first, again) -> first))
                .as("the sealed result of %s of %s", task.task(), run)
                .isEqualTo(result);
          }
        }
      }
    }
  }

  private static List<TestFleet.Decision> decisions(Node node, String run) {
    try {
      return TestFleet.decisions(node, run);
    } catch (NodeException unknownHereYet) {
      return List.of();
    }
  }

  private static Optional<String> any(List<String> runs, Random random) {
    return runs.isEmpty() ? Optional.empty() : Optional.of(runs.get(random.nextInt(runs.size())));
  }

  /// A command that may come too late or know too little.
  private static void tell(Runnable command) {
    try {
      command.run();
    } catch (NodeException refused) {
      assertThat(refused.reason())
          .isIn(NodeException.Reason.REFUSED, NodeException.Reason.NOT_FOUND);
    }
  }

  /// Lets the storm go on for a while; nothing is waited for.
  private static void pass(int millis) throws InterruptedException {
    assertThat(new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)).isFalse();
  }

  private final class FastAndCuttable implements TestFleet.Surroundings {
    private final long start = System.nanoTime();

    @Override
    public NodeTime time(int number) {
      return new NodeTime(
          InstantSource.system(), () -> start + SPEED * (System.nanoTime() - start));
    }

    @Override
    public UnaryOperator<Multiaddr> route(int number) {
      return wires.from(number);
    }

    @Override
    public void opened(int number, Multiaddr address) {
      wires.belongs(address, number);
    }
  }
}
