package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `peerdeck stats`: how close the network came to its limits, and what it moved.
@Command(
    name = "stats",
    description = "what the network holds, the most it ever held, and what it refused")
final class StatsCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  @Override
  public Integer call() {
    return common.answer(client -> client.get("stats", Map.of()), this::print);
  }

  private void print(JsonNode stats) {
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
    bounds.print(common.out());
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
    traffic.print(common.out());
  }
}
