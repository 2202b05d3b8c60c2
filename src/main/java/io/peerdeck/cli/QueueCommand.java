package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `peerdeck queue`: what runs, and what waits in the order it would be taken.
@Command(name = "queue", description = "list runs that are not finished, in the order of the queue")
final class QueueCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  @Option(names = "--limit", defaultValue = "100", description = "how many (1 to 1000)")
  private int limit = 100;

  @Override
  public Integer call() {
    Map<String, String> query =
        Map.of("status", "pending,assigned,in_progress", "limit", Integer.toString(limit));
    return common.answer(
        client -> {
          ArrayNode ordered = JsonNodeFactory.instance.arrayNode();
          client
              .get("runs", query)
              .path("runs")
              .valueStream()
              .sorted(Comparator.comparingInt(run -> run.path("position").asInt()))
              .forEach(ordered::add);
          return ordered;
        },
        this::show);
  }

  private void show(JsonNode runs) {
    if (runs.isEmpty()) {
      common.out().println("Nothing runs or waits.");
      return;
    }
    TextTable table = new TextTable("PLACE", "RUN", "STATUS", "PRIORITY", "NAME", "SINCE", "WHY");
    for (JsonNode run : runs) {
      table.row(
          run.path("position").asText("").replace("null", ""),
          Text.shortId(run.path("id").asText()),
          run.path("held").asBoolean() ? "held" : run.path("status").asText(),
          run.path("priority").asText(),
          run.path("name").asText(),
          Text.ago(run.path("submittedAt"), Instant.now()),
          run.path("waitsFor").asText());
    }
    table.print(common);
  }
}
