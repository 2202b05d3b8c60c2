package io.peerdeck;

import io.peerdeck.node.Node;
import io.peerdeck.node.NodeConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// The other members of a fleet where nothing happens, for [QuietPanel]: a process that joins by an
/// invitation with two nodes, prints a line of JSON once they are in, and stays until it is ended.
public final class QuietPeers {
  static final int COUNT = 2;
  private static final String LISTEN = "/ip4/127.0.0.1/tcp/0";

  private QuietPeers() {}

  /// @param arguments an empty folder and an invitation
  public static void main(String[] arguments) {
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      nodes.add(
          Node.open(
              NodeConfig.at(Path.of(arguments[0], "peer-" + i))
                  .withName("peer " + i)
                  .withListen(List.of(LISTEN))
                  .withJoin(arguments[1])));
    }
    while (nodes.stream().anyMatch(node -> node.status().members() <= COUNT)) {
      LockSupport.parkNanos(50_000_000);
    }
    System.out.println("{\"address\": \"joined\"}");
    System.out.flush();
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.park();
    }
  }
}
