package io.peerdeck;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.peerdeck.api.NodeHost;
import io.peerdeck.node.NodeConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// The node whose API [ApiBench] asks: in a process of its own, off the network. Says what CPU time
/// it has used for each line of standard input, until that ends.
final class ApiNode {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ApiNode() {}

  public static void main(String[] args) throws IOException {
    NodeConfig config = NodeConfig.at(Path.of(args[0])).withName("api").offline();
    try (NodeHost host = NodeHost.start(config)) {
      System.out.println(JSON.writeValueAsString(Map.of("address", host.address())));
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      while (in.readLine() != null) {
        Duration cpu = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        System.out.println(JSON.writeValueAsString(Map.of("seconds", cpu.toNanos() / 1e9)));
      }
    }
  }
}
