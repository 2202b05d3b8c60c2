package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.api.ApiClient;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `peerdeck action`: third-party actions that the fleet keeps, so that no peer fetches them from
/// GitHub.
@Command(
    name = "action",
    description = "keep third-party actions for the fleet",
    addMethodSubcommands = false)
final class ActionCommand {
  @Command(description = "keep the files of an action at one commit")
  int vendor(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "OWNER/REPO@SHA", description = "the repository and full commit")
          String uses,
      @Parameters(
              paramLabel = "PATH",
              description = "its files at that commit: a folder, .zip, .tar or .tar.gz")
          Path path) {
    return common.answer(
        client -> {
          Progress progress =
              Progress.of(common, () -> WorkText.transfers(client, "keeping " + brief(uses)));
          try (progress) {
            return client.post(
                "actions",
                Map.of("uses", uses, "path", path.toAbsolutePath().normalize().toString()));
          }
        },
        action ->
            common
                .out()
                .println(
                    action.path("uses").asText()
                        + " is kept: "
                        + action.path("files").asText()
                        + " files, "
                        + Text.bytes(action.path("bytes").asLong())
                        + ", "
                        + action.path("folder").asText()));
  }

  /// With the commit as people write it, so that a line has room for how far it is.
  private static String brief(String uses) {
    return uses.replaceFirst("(@[0-9a-f]{7})[0-9a-f]+$", "$1");
  }

  @Command(description = "remove an action; what was submitted with it still runs")
  int remove(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "OWNER/REPO@SHA", description = "as `list` shows it") String uses) {
    return common.answer(
        client -> client.delete("actions/" + ApiClient.encode(uses)),
        done -> common.out().println(uses + " is removed."));
  }

  @Command(description = "list the actions the fleet keeps")
  int list(@Mixin CommonOptions common) {
    return common.answer(
        client -> client.get("actions", Map.of()),
        actions -> {
          TextTable table = new TextTable("ACTION", "FILES", "SIZE", "BY", "CID");
          for (JsonNode action : actions) {
            table.row(
                action.path("uses").asText(),
                action.path("files").asText(),
                Text.bytes(action.path("bytes").asLong()),
                action.at("/by/name").asText(),
                action.path("folder").asText());
          }
          table.print(common);
        });
  }
}
