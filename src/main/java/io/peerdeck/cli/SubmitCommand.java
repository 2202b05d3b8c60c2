package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.peerdeck.api.ApiClient;
import io.peerdeck.api.ApiException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `peerdeck workflow submit`: gives workflow files to the fleet.
@Command(name = "submit", description = "submit one or more workflow files")
final class SubmitCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "workflow files (.yml, .yaml)")
  private List<Path> files = List.of();

  @Option(names = "--name", description = "shown instead of the workflow's own name")
  private @Nullable String name;

  @Option(names = "--inputs", paramLabel = "JSON", description = "workflow_dispatch inputs")
  private @Nullable String inputs;

  @Option(names = "--priority", defaultValue = "5", description = "1 (first) to 9 (last)")
  private double priority = 5;

  @Option(names = "--folder", description = "the folder to snapshot as the workspace")
  private @Nullable Path folder;

  @Option(names = "--strategy", defaultValue = "hamming", description = "hamming or hamming-hex")
  private String strategy = "hamming";

  @Option(names = "--untagged", description = "submit a file without a p2p or offline tag")
  private boolean untagged;

  @Option(
      names = "--as-is",
      description = "submit a file in which something is always empty, as GitHub would run it")
  private boolean asIs;

  @Option(names = "--held", description = "do not offer its jobs until it is released")
  private boolean held;

  @Option(names = "--network", description = "let its jobs use the network of their machines")
  private boolean network;

  @Option(
      names = "--queue-timeout",
      paramLabel = "TIME",
      description = "how long a job may wait for a peer, e.g. 30m; else as the node is set")
  private @Nullable String queueTimeout;

  @Option(
      names = "--attempts",
      description = "how often a job is tried when its peers are lost; else as the node is set")
  private @Nullable Integer attempts;

  @Mixin private EventOptions event = new EventOptions();

  @Option(names = "--wait", description = "wait until the run has finished; exit 1 if it failed")
  private boolean wait;

  @Override
  public Integer call() {
    SubmittedRuns runs = new SubmittedRuns(common, wait);
    return runs.submit(
        client -> {
          ArrayNode all = JsonNodeFactory.instance.arrayNode();
          if (files.size() > 1) {
            refuseWrong(client);
          }
          for (Path file : files) {
            all.add(runs.ended(client, client.post("runs", request(file))));
          }
          return all;
        });
  }

  /// Of many files all are submitted or none: one that is wrong is found before the first is
  /// stored.
  private void refuseWrong(ApiClient client) {
    List<String> wrong = new ArrayList<>();
    for (Path file : files) {
      for (JsonNode problem : client.post("preview", request(file)).path("problems")) {
        if (problem.path("error").asBoolean()) {
          int line = problem.path("line").asInt();
          String place = line > 0 ? ":" + line + ":" + problem.path("column").asInt() : "";
          wrong.add(file.toAbsolutePath() + place + ": " + problem.path("message").asText());
        }
      }
    }
    if (!wrong.isEmpty()) {
      throw new ApiException(400, String.join("\n", wrong));
    }
  }

  private Map<String, Object> request(Path file) {
    Map<String, Object> body = new HashMap<>();
    body.put("file", file.toAbsolutePath().normalize().toString());
    body.put("priority", (int) Math.round(priority));
    body.put("strategy", strategy);
    body.put("untagged", untagged);
    body.put("asIs", asIs);
    body.put("held", held);
    body.put("network", network);
    body.put("inputs", WorkflowCommand.inputs(inputs));
    event.addTo(body);
    if (name != null) {
      body.put("name", name);
    }
    if (queueTimeout != null) {
      body.put("queueTimeout", queueTimeout);
    }
    if (attempts != null) {
      body.put("attempts", attempts);
    }
    if (folder != null) {
      body.put("folder", folder.toAbsolutePath().normalize().toString());
    }
    return body;
  }
}
