package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.api.ApiClient;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `peerdeck cache`: what is kept in memory, and how often it answered.
@Command(
    name = "cache",
    description = "look at this node's caches, clear them, pin blocks",
    addMethodSubcommands = false)
final class CacheCommand {
  @Command(description = "list the caches with their hits and misses")
  int list(@Mixin CommonOptions common) {
    return common.answer(
        client -> client.get("caches", Map.of()),
        caches -> {
          TextTable table = new TextTable("CACHE", "HITS", "MISSES", "HOLDS", "NAME");
          for (JsonNode cache : caches) {
            boolean there = cache.path("configured").isNull();
            table.row(
                cache.path("id").asText(),
                there ? cache.path("hits").asText() : "-",
                there ? cache.path("misses").asText() : "-",
                there ? holds(cache) : "-",
                there
                    ? cache.path("name").asText()
                    : cache.path("name").asText() + ": " + cache.path("configured").asText());
          }
          table.print(common);
        });
  }

  private static String holds(JsonNode cache) {
    return cache.path("unit").asText().equals("bytes")
        ? Text.bytes(cache.path("size").asLong())
        : cache.path("size").asText() + " " + cache.path("unit").asText();
  }

  @Command(description = "list what a cache keeps, what it would drop last first")
  int kept(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "CACHE") String cache,
      @Option(names = "--limit", defaultValue = "20", description = "how many (1 to 1000)")
          int limit) {
    return common.answer(
        client ->
            client.get(
                "caches/" + ApiClient.encode(cache) + "/entries",
                Map.of("limit", Integer.toString(limit))),
        entries -> {
          TextTable table = new TextTable("KEY", "BYTES", "PINNED", "NAME");
          for (JsonNode entry : entries) {
            table.row(
                entry.path("key").asText(),
                Text.bytes(entry.path("bytes").asLong()),
                entry.path("pinned").asBoolean() ? "yes" : "",
                entry.path("name").asText(""));
          }
          table.print(common);
        });
  }

  @Command(
      description = "drop what a cache keeps in memory; of GitHub's answers those on disk, too")
  int clear(@Mixin CommonOptions common, @Parameters(paramLabel = "CACHE") String cache) {
    return common.answer(
        client -> client.post("caches/" + ApiClient.encode(cache) + "/clear", Map.of()),
        done -> common.out().println(cache + " is cleared."));
  }

  @Command(
      description = "keep a blob block in memory until it is unpinned, after a restart as well")
  int pin(@Mixin CommonOptions common, @Parameters(paramLabel = "CID") String cid) {
    return common.answer(
        client -> client.post("caches/blobs/pin", Map.of("key", cid)),
        done -> common.out().println(cid + " stays in memory."));
  }

  @Command(description = "let a pinned block go")
  int unpin(@Mixin CommonOptions common, @Parameters(paramLabel = "CID") String cid) {
    return common.answer(
        client -> client.post("caches/blobs/unpin", Map.of("key", cid)),
        done -> common.out().println(cid + " stays in memory only as long as it is used."));
  }
}
