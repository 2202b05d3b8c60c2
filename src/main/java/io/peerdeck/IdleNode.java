package io.peerdeck;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeConfig;
import io.peerdeck.node.NodeException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The node that [IdleBench] measures: takes one request per line of standard input until that
/// ends.
final class IdleNode {
  private static final ObjectMapper JSON = new ObjectMapper();

  private IdleNode() {}

  public static void main(String[] args) throws IOException {
    NodeConfig config =
        NodeConfig.at(Path.of(args[0]))
            .withName("idle")
            .withListen(List.of("/ip4/127.0.0.1/tcp/0"));
    try (Node node = Node.open(config)) {
      say(Map.of("address", node.status().addresses().getFirst()));
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        try {
          say(answer(node, JSON.readTree(line)));
        } catch (NodeException failed) {
          say(Map.of("failed", String.valueOf(failed.getMessage())));
        }
      }
    }
  }

  private static Map<String, Object> answer(Node node, JsonNode request) {
    return switch (request.path("do").asText()) {
      case "fleet" -> Map.of("cid", node.status().fleet().orElseThrow());
      case "add" -> {
        int added = 0;
        for (JsonNode address : request.get("addresses")) {
          node.addPeer(address.asText(), Optional.of("peer " + added++));
        }
        yield Map.of("added", added);
      }
      case "online" -> Map.of("members", node.status().membersOnline());
      case "cpu" ->
          Map.of(
              "seconds",
              ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos()
                  / 1e9);
      case "threads" -> new HashMap<>(ThreadCpu.now().seconds());
      case "heap" -> {
        // The first collection finds what references and cleaners let go only then.
        for (int times = 0; times < 3; times++) {
          System.gc();
        }
        yield Map.of("bytes", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
      }
      default -> Map.of("failed", "unknown request " + request);
    };
  }

  private static void say(Map<String, Object> answer) throws IOException {
    System.out.println(JSON.writeValueAsString(answer));
  }
}
