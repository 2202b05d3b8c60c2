package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `peerdeck stats`: runs by status, how close the network came to its limits, what it moved, and
/// how it gossips.
@Command(
    name = "stats",
    description =
        "runs by status; what the network holds, the most it ever held, and what it refused")
final class StatsCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  @Override
  public Integer call() {
    return common.answer(client -> client.get("stats", Map.of()), this::print);
  }

  private void print(JsonNode stats) {
    common
        .out()
        .println(
            stats.path("runs").properties().stream()
                    .map(status -> word(status.getKey()) + " " + status.getValue().asText())
                    .collect(Collectors.joining(", ", "Runs: ", "; "))
                + Text.count(stats.path("clockEntries").asLong(), "entry", "entries")
                + " in the clock.");
    common.out().println();
    JsonNode limits = stats.at("/network/limits");
    if (limits.isEmpty()) {
      common.out().println("The network of this node is off.");
      return;
    }
    TextTable bounds = new TextTable("LIMIT", "NOW", "PEAK", "BOUND", "UNIT", "REFUSED");
    for (JsonNode limit : limits) {
      bounds.row(
          limit.path("limit").asText(),
          limit.path("current").asText(),
          limit.path("peak").asText(),
          limit.path("bound").asText(),
          limit.path("unit").asText(),
          limit.path("refused").asText());
    }
    bounds.print(common);
    TextTable traffic = new TextTable("PROTOCOL", "RECEIVED", "SENT");
    stats
        .at("/network/traffic")
        .properties()
        .forEach(
            protocol ->
                traffic.row(
                    protocol.getKey(),
                    Text.bytes(protocol.getValue().path("received").asLong()),
                    Text.bytes(protocol.getValue().path("sent").asLong())));
    common.out().println();
    traffic.print(common);
    printGossip(stats.at("/network/gossip"));
  }

  private static String word(String field) {
    return field.equals("inProgress") ? "in_progress" : field;
  }

  private void printGossip(JsonNode gossip) {
    if (gossip.path("topics").isEmpty() && gossip.path("peers").isEmpty()) {
      return;
    }
    common.out().println();
    print(
        "TOPIC",
        List.of(
            "mesh",
            "subscribers",
            "published",
            "received",
            "duplicates",
            "rejected",
            "sent",
            "dropped",
            "lost"),
        gossip.path("topics"));
    common.out().println();
    print(
        "PEER",
        List.of(
            "protocol", "score", "first", "duplicates", "invalid", "sent", "dropped", "graylisted"),
        gossip.path("peers"));
  }

  private void print(String of, List<String> fields, JsonNode things) {
    List<String> headings = new ArrayList<>(List.of(of));
    fields.forEach(field -> headings.add(field.toUpperCase(Locale.ROOT)));
    TextTable table = new TextTable(headings.toArray(String[]::new));
    things
        .properties()
        .forEach(
            thing -> {
              List<Object> row = new ArrayList<>(List.of(thing.getKey()));
              fields.forEach(field -> row.add(thing.getValue().path(field).asText()));
              table.row(row.toArray());
            });
    table.print(common);
  }
}
