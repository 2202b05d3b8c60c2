package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

/// Real nodes on loopback, joined into one fleet, trusting each other.
final class TestFleet implements AutoCloseable {
  private final Path folder;
  private final List<Node> nodes = new ArrayList<>();

  TestFleet(Path folder, int count, int slots) {
    this.folder = folder;
    for (int number = 0; number < count; number++) {
      NodeConfig config = config(number).withSlots(slots);
      nodes.add(
          Node.open(
              number == 0
                  ? config
                  : config.withJoin(nodes.getFirst().status().addresses().getFirst())));
    }
    for (Node joiner : nodes.subList(1, count)) {
      nodes
          .getFirst()
          .addPeer(
              joiner.status().addresses().getFirst(), Optional.of(joiner.status().self().name()));
    }
    awaitOnline(count);
    for (Node truster : nodes) {
      nodes.forEach(other -> truster.trust(other.status().self().id()));
    }
  }

  NodeConfig config(int number) {
    return NodeConfig.at(folder.resolve("node-" + number))
        .withName("n" + number)
        .withListen(List.of("/ip4/127.0.0.1/tcp/0"));
  }

  void awaitOnline(int count) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(nodes)
                    .allMatch(node -> node.status().membersOnline() == count)
                    .allMatch(node -> node.peers().stream().allMatch(peer -> peer.slots() > 0)));
  }

  Node node(int number) {
    return nodes.get(number);
  }

  List<Node> nodes() {
    return nodes;
  }

  @Override
  public void close() {
    nodes.reversed().forEach(Node::close);
  }
}
