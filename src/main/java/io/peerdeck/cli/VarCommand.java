package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.api.ApiClient;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `peerdeck var`: what every job that runs on this machine may read as `vars`.
@Command(
    name = "var",
    description = "keep variables for jobs that run on this machine",
    addMethodSubcommands = false)
final class VarCommand {
  @Command(description = "list the variables")
  int list(@Mixin CommonOptions common) {
    return common.answer(
        client -> client.get("vars", Map.of()),
        variables -> {
          TextTable table = new TextTable("NAME", "VALUE");
          for (JsonNode variable : variables) {
            table.row(variable.path("name").asText(), variable.path("value").asText());
          }
          table.print(common);
        });
  }

  @Command(description = "keep a variable")
  int set(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "NAME") String name,
      @Parameters(paramLabel = "VALUE") String value) {
    return common.answer(
        client -> client.post("vars", Map.of("name", name, "value", value)),
        done -> common.out().println(name + " is kept."));
  }

  @Command(description = "forget a variable")
  int remove(@Mixin CommonOptions common, @Parameters(paramLabel = "NAME") String name) {
    return common.answer(
        client -> client.delete("vars/" + ApiClient.encode(name)),
        done -> common.out().println(name + " is forgotten."));
  }
}
