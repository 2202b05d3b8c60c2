package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.peerdeck.multiformats.Multiaddr;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Five real nodes whose wall clocks are up to an hour apart reach each other through relay
/// processes that delay, stall, cut and reset.
@Timeout(180)
class RelayedFleetTest {
  private static final int NODES = 5;
  private static final int DELAY_MILLIS = 200;
  private static final Set<Integer> TWO = Set.of(0, 1);
  private static final Duration SOON = Duration.ofSeconds(60);

  /// The figure of the issue.
  private static final Duration AFTER_HEALING = Duration.ofSeconds(10);

  private static final List<Duration> WALL_AHEAD =
      List.of(
          Duration.ZERO,
          Duration.ofHours(1),
          Duration.ofHours(-1),
          Duration.ofMinutes(7),
          Duration.ofSeconds(-30));

  @TempDir Path temporary;
  private RelayedWires wires;
  private TestFleet fleet;
  private String run;
  private int written;

  @BeforeEach
  void open() throws Exception {
    wires = new RelayedWires(NODES);
    fleet =
        new TestFleet(
            temporary,
            NODES,
            1,
            new TestFleet.Surroundings() {
              @Override
              public NodeTime time(int number) {
                return new NodeTime(
                    () -> InstantSource.system().instant().plus(WALL_AHEAD.get(number)),
                    System::nanoTime);
              }

              @Override
              public UnaryOperator<Multiaddr> route(int number) {
                return wires.from(number);
              }

              @Override
              public void opened(int number, Multiaddr address) {
                wires.belongs(address, number);
              }
            });
    Workflows workflows = new Workflows(temporary.resolve("work"));
    run = fleet.node(0).submit(SubmitRequest.of(workflows.job("true")).withHeld(true)).id();
    awaitConvergence(SOON);
    wires.delay(DELAY_MILLIS);
  }

  @AfterEach
  void close() {
    if (fleet != null) { // opening it may have failed, which is what to report then
      fleet.close();
    }
    wires.close();
  }

  @Test
  void stallsResetsAndAShortPartitionAreOverSoonAfterTheWiresHeal() throws Exception {
    wires.stall(Set.of(3));
    writeEverywhere();
    pass(Duration.ofSeconds(3));
    wires.heal();
    wires.reset(Set.of(2, 4));
    writeEverywhere();

    wires.cut(TWO);
    awaitOnline(2, 3);
    writeEverywhere();
    await().atMost(SOON).until(() -> heads() == 2);

    wires.heal();
    awaitConvergence(AFTER_HEALING);
    fleet.awaitOnline(NODES);
  }

  @Test
  @Tag("full")
  void aMinuteInWhichNothingArrivesIsOverSoonAfterTheWiresHeal() throws Exception {
    wires.stall(TWO);
    awaitOnline(2, 3);
    for (int second = 0; second < 50; second += 5) {
      writeEverywhere();
      pass(Duration.ofSeconds(5));
    }
    await().atMost(SOON).until(() -> heads() == 2);

    wires.heal();
    awaitConvergence(AFTER_HEALING);
    fleet.awaitOnline(NODES);
    assertThat(fleet.node(2).verifyClock(progress -> {}).ok()).isTrue();
  }

  /// One entry of each node.
  private void writeEverywhere() {
    written++;
    for (int node = 0; node < NODES; node++) {
      fleet.node(node).prioritise(run, 1 + (written + node) % 9);
    }
  }

  private void awaitOnline(int inTwo, int inThree) {
    await()
        .atMost(SOON)
        .until(
            () -> {
              for (int node = 0; node < NODES; node++) {
                int expected = TWO.contains(node) ? inTwo : inThree;
                if (fleet.node(node).status().membersOnline() != expected) {
                  return false;
                }
              }
              return true;
            });
  }

  private void awaitConvergence(Duration limit) {
    await().atMost(limit).pollInterval(Duration.ofMillis(100)).until(() -> heads() == 1);
    assertThat(fleet.nodes())
        .extracting(node -> node.status().clockEntries())
        .containsOnly(fleet.node(0).status().clockEntries());
  }

  private long heads() {
    return fleet.nodes().stream().map(node -> node.status().clockHead()).distinct().count();
  }

  /// Lets the wires be as they are for a while; nothing is waited for.
  private static void pass(Duration time) throws InterruptedException {
    assertThat(new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
  }
}
