package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.api.ApiClient;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `peerdeck config`: how this node is set.
@Command(
    name = "config",
    description = "read and change this node's settings",
    addMethodSubcommands = false)
final class ConfigCommand {
  @Command(description = "list every setting with its value")
  int list(@Mixin CommonOptions common) {
    return common.answer(
        client -> client.get("settings", Map.of()),
        settings -> {
          TextTable table = new TextTable("KEY", "VALUE", "FROM", "APPLIED", "DESCRIPTION");
          for (JsonNode setting : settings) {
            table.row(
                setting.path("key").asText(),
                setting.path("value").asText(),
                setting.path("source").asText(),
                setting.path("applied").asText(),
                setting.path("description").asText());
          }
          table.print(common);
        });
  }

  @Command(description = "print one setting's value")
  int get(@Mixin CommonOptions common, @Parameters(paramLabel = "KEY") String key) {
    return common.answer(
        client -> client.get("settings/" + ApiClient.encode(key), Map.of()),
        setting -> common.out().println(TextTable.printable(setting.path("value").asText())));
  }

  @Command(description = "change a setting; an empty VALUE means the default again")
  int set(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "KEY") String key,
      @Parameters(paramLabel = "VALUE", description = "items of a list separated by commas")
          String value) {
    return common.answer(
        client -> client.post("settings/" + ApiClient.encode(key), Map.of("value", value)),
        setting ->
            common
                .out()
                .println(
                    key
                        + " is "
                        + TextTable.printable(setting.path("value").asText())
                        + (setting.path("applied").asText().equals("live")
                            ? "."
                            : " from the next start on.")));
  }
}
