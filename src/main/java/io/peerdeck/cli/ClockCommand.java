package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `peerdeck clock`: the fleet's signed history.
@Command(
    name = "clock",
    description = "read and verify the Merkle clock",
    addMethodSubcommands = false)
final class ClockCommand {
  @Command(description = "check every stored entry: hash, signature, links and order")
  int verify(@Mixin CommonOptions common) {
    JsonNode report =
        common.ask(
            client -> {
              Progress progress = Progress.of(common, () -> WorkText.verify(client));
              try (progress) {
                return client.post("clock/verify", Map.of());
              }
            });
    common.print(report, found -> print(common, found));
    return report.path("ok").asBoolean() ? 0 : 1;
  }

  @Command(description = "show the newest entries")
  int log(
      @Mixin CommonOptions common,
      @Option(names = "--limit", defaultValue = "20", description = "how many (1 to 1000)")
          int limit,
      @Option(names = "--text", defaultValue = "", description = "only entries that contain this")
          String text) {
    return common.answer(
        client ->
            client.get("clock/entries", Map.of("limit", Integer.toString(limit), "text", text)),
        page -> {
          TextTable table = new TextTable("LC", "KIND", "AUTHOR", "SEQ", "TIME", "CID");
          for (JsonNode entry : page.path("entries")) {
            table.row(
                entry.path("lc").asText(),
                entry.path("kind").asText(),
                entry.at("/author/name").asText(),
                entry.path("seq").asText(),
                Text.ago(entry.path("time"), Instant.now()),
                entry.path("cid").asText());
          }
          table.print(common);
          common.out().println(page.path("total").asText() + " entries in all.");
        });
  }

  @Command(description = "show one entry: what it says, who signed it, what it follows")
  int show(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "CID", description = "all of it, or a unique part at an end")
          String cid) {
    return common.answer(
        client -> client.get("clock/entries/" + cid, Map.of()),
        entry ->
            entry
                .properties()
                .forEach(
                    field ->
                        common
                            .out()
                            .printf(
                                "%-10s %s%n",
                                field.getKey(),
                                field.getValue().isValueNode()
                                    ? field.getValue().asText()
                                    : field.getValue())));
  }

  @Command(
      description =
          "write entries as JSON lines, oldest first, each with its signature and parents")
  int export(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "FILE", arity = "0..1", description = "default: standard output")
          @Nullable Path file,
      @Option(names = "--after", paramLabel = "CID", description = "only entries after this one")
          @Nullable String after) {
    return new ClockExport(common, Optional.ofNullable(after)).write(Optional.ofNullable(file));
  }

  private static void print(CommonOptions common, JsonNode report) {
    String count = report.path("entries").asText();
    if (report.path("ok").asBoolean()) {
      common
          .out()
          .println(
              "All "
                  + count
                  + " entries verify (checked in "
                  + Text.millis(report.path("took").asLong())
                  + ").");
    } else {
      common.out().println("The clock of " + count + " entries does not verify:");
      report.path("problems").forEach(problem -> common.out().println("  " + problem.asText()));
    }
    report
        .path("equivocations")
        .forEach(proof -> common.out().println("  equivocation: " + proof.asText()));
  }
}
