package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.peerdeck.api.ApiClient;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `peerdeck workflow templates`: the workflows that come with the program.
@Command(name = "templates", description = "workflows to start from: list, preview, submit")
final class TemplatesCommand {
  @Command(description = "list them")
  int list(@Mixin CommonOptions common) {
    return common.answer(
        client -> client.get("templates", Map.of()),
        templates -> {
          TextTable table = new TextTable("TEMPLATE", "NAME", "WORKS ON", "WHAT IT DOES");
          for (JsonNode template : templates) {
            table.row(
                template.path("id").asText(),
                template.path("name").asText(),
                template.path("complete").asBoolean() ? "its own files" : "--folder",
                template.path("description").asText());
          }
          table.print(common);
        });
  }

  @Command(description = "show what submitting one would do, and its text")
  int preview(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "TEMPLATE") String id,
      @Option(names = "--folder", description = "the folder it works on") @Nullable Path folder,
      @Option(names = "--inputs", paramLabel = "JSON", description = "workflow_dispatch inputs")
          @Nullable String inputs) {
    return common.answer(
        client -> client.post(path(id, "preview"), body(folder, inputs)),
        preview -> {
          for (JsonNode problem : preview.path("problems")) {
            common
                .out()
                .println(
                    (problem.path("error").asBoolean() ? "error: " : "warning: ")
                        + TextTable.printable(problem.path("message").asText()));
          }
          for (JsonNode job : preview.path("jobs")) {
            common
                .out()
                .println(
                    "job "
                        + job.path("id").asText()
                        + " on "
                        + Text.bytes(preview.path("snapshotBytes").asLong())
                        + " of "
                        + TextTable.printable(preview.path("snapshotSource").asText()));
          }
          common.out().println();
          common.out().println(preview.path("source").asText());
        });
  }

  @Command(description = "submit one")
  int submit(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "TEMPLATE") String id,
      @Option(names = "--folder", description = "the folder it works on") @Nullable Path folder,
      @Option(names = "--inputs", paramLabel = "JSON", description = "workflow_dispatch inputs")
          @Nullable String inputs,
      @Option(names = "--network", description = "let its jobs use the network of their machines")
          boolean network,
      @Option(
              names = "--queue-timeout",
              paramLabel = "TIME",
              description = "how long a job may wait for a peer, e.g. 30m")
          @Nullable String queueTimeout,
      @Option(
              names = "--attempts",
              description = "how often a job is tried when its peers are lost")
          @Nullable Integer attempts,
      @Option(
              names = "--wait",
              description = "wait until the run has finished; exit 1 if it failed")
          boolean wait) {
    Map<String, Object> body = body(folder, inputs);
    body.put("network", network);
    if (queueTimeout != null) {
      body.put("queueTimeout", queueTimeout);
    }
    if (attempts != null) {
      body.put("attempts", attempts);
    }
    SubmittedRuns runs = new SubmittedRuns(common, wait);
    return runs.submit(
        client ->
            JsonNodeFactory.instance
                .arrayNode()
                .add(runs.ended(client, client.post(path(id, "runs"), body))));
  }

  private static String path(String id, String what) {
    return "templates/" + ApiClient.encode(id) + "/" + what;
  }

  private static Map<String, Object> body(@Nullable Path folder, @Nullable String inputs) {
    Map<String, Object> body = new HashMap<>(Map.of("inputs", WorkflowCommand.inputs(inputs)));
    if (folder != null) {
      body.put("folder", folder.toAbsolutePath().normalize().toString());
    }
    return body;
  }
}
