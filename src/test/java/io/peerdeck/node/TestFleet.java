package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.schedule.RunStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/// Real nodes on loopback, joined into one fleet, trusting each other.
final class TestFleet implements AutoCloseable {
  private final Path folder;
  private final int slots;
  private final Surroundings around;
  private final List<Node> nodes = new ArrayList<>();

  /// What a test may decide about the world of node number n.
  interface Surroundings {
    default NodeTime time(int number) {
      return NodeTime.system();
    }

    default UnaryOperator<Multiaddr> route(int number) {
      return UnaryOperator.identity();
    }

    /// Whether jobs run in a sandbox; the nodes then trust each other only as they do unasked.
    default boolean sandboxed() {
      return false;
    }

    default void opened(int number, Multiaddr address) {}
  }

  TestFleet(Path folder, int count, int slots) {
    this(folder, count, slots, new Surroundings() {});
  }

  TestFleet(Path folder, int count, int slots, Surroundings around) {
    this.folder = folder;
    this.slots = slots;
    this.around = around;
    try {
      for (int number = 0; number < count; number++) {
        nodes.add(
            open(
                number,
                number == 0
                    ? config(number)
                    : config(number).withJoin(nodes.getFirst().status().addresses().getFirst())));
      }
      for (Node joiner : nodes.subList(1, count)) {
        nodes
            .getFirst()
            .addPeer(
                joiner.status().addresses().getFirst(), Optional.of(joiner.status().self().name()));
      }
      awaitOnline(count);
      for (Node truster : around.sandboxed() ? List.<Node>of() : nodes) {
        nodes.forEach(other -> truster.trust(other.status().self().id()));
      }
    } catch (RuntimeException | AssertionError e) {
      close();
      throw e;
    }
  }

  private Node open(int number, NodeConfig config) {
    Node node = LocalNode.open(config, around.time(number), around.route(number));
    node.status().addresses().forEach(address -> around.opened(number, Multiaddr.parse(address)));
    return node;
  }

  NodeConfig config(int number) {
    NodeConfig config = NodeConfig.at(folder.resolve("node-" + number));
    return (around.sandboxed() ? config : config.withoutSandbox())
        .withName("n" + number)
        .withSlots(slots)
        .withListen(List.of("/ip4/127.0.0.1/tcp/0"));
  }

  /// Adds a node that was opened elsewhere on [#config] of the next number, or on a folder of its
  /// own, to the nodes of this fleet, to be closed with them.
  Node adopt(NodeConfig config) {
    Node node = open(nodes.size(), config);
    nodes.add(node);
    return node;
  }

  /// Stops a node and starts it again on its folder.
  Node restart(int number) {
    return replace(number, config(number));
  }

  /// Stops a node and starts another in its place.
  Node replace(int number, NodeConfig config) {
    nodes.get(number).close();
    Node again = open(number, config);
    nodes.set(number, again);
    return again;
  }

  void awaitOnline(int count) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(nodes)
                    .allMatch(node -> node.status().membersOnline() == count)
                    .allMatch(node -> node.peers().stream().allMatch(peer -> peer.slots() > 0)));
  }

  Node node(int number) {
    return nodes.get(number);
  }

  Node named(String name) {
    return nodes.stream()
        .filter(node -> node.status().self().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  List<Node> nodes() {
    return nodes;
  }

  /// What the node says was decided about each task of the run, times left out.
  static List<Decision> decisions(Node node, String run) {
    return node.run(run).tasks().stream()
        .map(
            task ->
                new Decision(
                    task.ref(),
                    task.ranking().stream().map(ranked -> ranked.peer().id()).toList(),
                    task.status(),
                    task.attempt(),
                    task.holder().map(PeerRef::name),
                    task.resultCid(),
                    task.sealed()))
        .toList();
  }

  record Decision(
      TaskRef task,
      List<String> ranking,
      RunStatus status,
      int attempt,
      Optional<String> holder,
      Optional<String> result,
      boolean sealed) {}

  /// Whether a run has come to a node, with all its tasks.
  static boolean knows(Node node, String run) {
    try {
      return !node.run(run).tasks().isEmpty();
    } catch (NodeException notYet) {
      return false;
    }
  }

  /// Waits until all nodes hold the same clock and tell the same, settled story of each run.
  void awaitAgreement(Duration limit, List<String> runs) {
    Awaitility.await()
        .atMost(limit)
        .pollInterval(Duration.ofMillis(250))
        .untilAsserted(
            () -> {
              for (String run : runs) {
                List<Decision> first = decisions(node(0), run);
                assertThat(first)
                    .allMatch(task -> task.sealed() || task.status() == RunStatus.CANCELLED);
                for (Node node : nodes) {
                  assertThat(decisions(node, run))
                      .as("%s of run %s", node.status().self().name(), run)
                      .isEqualTo(first);
                }
              }
              assertThat(nodes.stream().map(node -> node.status().clockHead()).distinct())
                  .as("compound heads")
                  .hasSize(1);
            });
  }

  /// How often a task was claimed, as far as a node knows.
  static long claims(Node node, String run) {
    return count(node, run, "job.claimed");
  }

  static long seals(Node node, String run) {
    return count(node, run, "job.sealed");
  }

  private static long count(Node node, String run, String kind) {
    return node.entries(EntryQuery.newest(1000).withKey(run)).entries().stream()
        .filter(entry -> entry.key().equals(run) && entry.kind().equals(kind))
        .count();
  }

  @Override
  public void close() {
    nodes.reversed().forEach(Node::close);
  }
}
