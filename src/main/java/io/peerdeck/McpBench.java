package io.peerdeck;

import io.peerdeck.api.ApiClient;
import io.peerdeck.api.McpLink;
import io.peerdeck.api.NodeHost;
import io.peerdeck.node.NodeConfig;
import io.peerdeck.node.SubmitRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// How long an assistant waits for a tool by HTTP on loopback, one call after the other, at a node
/// that holds some runs.
final class McpBench {
  private static final int RUNS = 100;
  private static final int WARM_UP = 1_000;
  private static final int CALLS = 2_000;
  private static final double TARGET_MILLIS = 5;

  private final Path folder;

  McpBench(Path folder) {
    this.folder = folder;
  }

  /// @return `mcp.call.p50` and `mcp.call.p99` of one run in full, and `mcp.list.p50` of fifty
  ///     runs, in ms
  List<Figure> run() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("bench.yml"),
            """
            name: p2p-workflow bench
            on: push
            jobs: {a: {runs-on: linux, steps: [{run: 'true'}]}}
            """);
    try (NodeHost host =
            NodeHost.start(
                NodeConfig.at(folder.resolve("mcp")).withName("bench").withSlots(0).offline());
        ApiClient client = host.client();
        McpLink link = client.mcp()) {
      String run = "";
      for (int i = 0; i < RUNS; i++) {
        run = host.node().submit(SubmitRequest.of(file)).id();
      }
      long[] one =
          nanos(link, "get_p2p_workflow_status", "{\"workflow_id\":\"" + run + "\"}", CALLS);
      long[] list = nanos(link, "list_p2p_workflows", "{}", CALLS / 4);
      return List.of(
          figure("mcp.call.p50", one, 50),
          figure("mcp.call.p99", one, 99),
          figure("mcp.list.p50", list, 50));
    }
  }

  private static Figure figure(String name, long[] sorted, int percent) {
    double millis = sorted[sorted.length * percent / 100] / 1e6;
    return new Figure(name, millis, "ms", percent == 50 ? TARGET_MILLIS : 20, null);
  }

  private static long[] nanos(McpLink link, String tool, String arguments, int calls) {
    String message =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\""
            + tool
            + "\",\"arguments\":"
            + arguments
            + "}}";
    for (int i = 0; i < WARM_UP; i++) {
      answered(link.send(message).orElse(""));
    }
    long[] nanos = new long[calls];
    for (int i = 0; i < calls; i++) {
      long from = System.nanoTime();
      String answer = link.send(message).orElse("");
      nanos[i] = System.nanoTime() - from;
      answered(answer);
    }
    Arrays.sort(nanos);
    return nanos;
  }

  private static void answered(String answer) {
    if (!answer.contains("\"success\":true")) {
      throw new IllegalStateException("The tool failed: " + answer);
    }
  }
}
