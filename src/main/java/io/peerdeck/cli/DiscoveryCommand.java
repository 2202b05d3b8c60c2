package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `peerdeck discovery`: where peers are found, and how far each source is believed.
@Command(
    name = "discovery",
    description = "show where peers are found, and look for them",
    addMethodSubcommands = false)
final class DiscoveryCommand {
  @Command(description = "list the sources of peers and what each has been worth")
  int sources(@Mixin CommonOptions common) {
    return common.answer(
        client -> client.get("discovery", Map.of("limit", "0")), found -> sources(common, found));
  }

  @Command(description = "list the peers that are known, the best first")
  int list(
      @Mixin CommonOptions common,
      @Option(
              names = "--source",
              paramLabel = "SOURCE",
              description = "only those that this source knows (repeatable)")
          @Nullable List<String> sources,
      @Option(
              names = "--label",
              paramLabel = "LABEL",
              description = "only those with this label (repeatable)")
          @Nullable List<String> labels,
      @Option(names = "--limit", defaultValue = "100", description = "how many (1 to 10000)")
          int limit) {
    Map<String, String> query = new HashMap<>(Map.of("limit", Integer.toString(limit)));
    if (sources != null) {
      query.put("source", String.join(",", sources));
    }
    if (labels != null) {
      query.put("label", String.join(",", labels));
    }
    return common.answer(client -> client.get("discovery", query), found -> peers(common, found));
  }

  @Command(description = "ask the sources now, and tell others of this node")
  int refresh(
      @Mixin CommonOptions common,
      @Option(
              names = "--source",
              paramLabel = "SOURCE",
              description = "only this one (repeatable; default: all)")
          @Nullable List<String> sources) {
    Map<String, Object> body = sources == null ? Map.of() : Map.of("sources", sources);
    return common.answer(
        client -> client.post("discovery", body), outcomes -> outcomes(common, outcomes));
  }

  private static void sources(CommonOptions common, JsonNode found) {
    TextTable table =
        new TextTable(
            "SOURCE", "STATE", "PEERS", "WORKED", "FAILED", "REFUSED", "TELLING", "LAST TROUBLE");
    for (JsonNode source : found.path("sources")) {
      table.row(
          source.path("name").asText(),
          source.path("state").asText(),
          source.path("peers").asText(),
          source.path("successes").asText(),
          source.path("failures").asText(),
          source.path("refused").asText(),
          source.path("telling").asText(),
          source.path("reason").asText());
    }
    table.print(common);
  }

  private static void peers(CommonOptions common, JsonNode found) {
    TextTable table =
        new TextTable("NAME", "MEMBER", "SEEN", "SOURCES", "LABELS", "ADDRESS", "PEER ID");
    for (JsonNode peer : found.path("peers")) {
      JsonNode seen = peer.path("lastSeen");
      table.row(
          peer.at("/peer/name").asText(),
          peer.path("member").asBoolean() ? "yes" : "no",
          seen.isTextual() ? Text.ago(seen, Instant.now()) : "",
          Text.join(peer.path("sources")),
          Text.join(peer.path("labels")),
          peer.path("addresses").path(0).asText(),
          peer.at("/peer/id").asText());
    }
    table.print(common);
    common.out().println(found.path("known").asText() + " peers are known in all.");
  }

  private static void outcomes(CommonOptions common, JsonNode outcomes) {
    TextTable table = new TextTable("SOURCE", "FOUND", "TOLD", "REMOVED", "TROUBLE");
    for (JsonNode outcome : outcomes) {
      table.row(
          outcome.path("source").asText(),
          outcome.path("found").asText(""),
          outcome.path("told").asText(""),
          outcome.path("removed").asText(),
          outcome.path("failure").asText(""));
    }
    table.print(common);
  }
}
