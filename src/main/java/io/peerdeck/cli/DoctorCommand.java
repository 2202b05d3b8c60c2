package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.peerdeck.api.ApiException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `peerdeck doctor`: what may be wrong with this machine, and what to do about it.
@Command(
    name = "doctor",
    description = "check this machine and its node, and say what to do about what is wrong")
final class DoctorCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--bundle",
      paramLabel = "FILE",
      description = "write a zip for somebody who helps, with secrets and addresses masked")
  private @Nullable Path bundle;

  @Override
  public Integer call() {
    List<Check> checks = new ArrayList<>();
    String[] toolFolders = {""};
    try {
      common.ask(
          client -> {
            NodeChecks node = new NodeChecks(client, Instant.now());
            checks.addAll(node.all());
            toolFolders[0] = node.value("tool-folders");
            return checks;
          });
    } catch (ApiException e) {
      checks.add(
          Check.problem(
              "node",
              String.valueOf(e.getMessage()),
              "Start it with `peerdeck node` and read what it says."));
    }
    checks.addAll(0, new MachineChecks(common.folder()).all(toolFolders[0]));
    if (bundle != null) {
      String file = bundle.toAbsolutePath().normalize().toString();
      common.ask(client -> client.post("diagnostics", Map.of("file", file)));
    }
    common.print(document(checks), this::show);
    return checks.stream().anyMatch(Check::bad) ? 1 : 0;
  }

  private ObjectNode document(List<Check> checks) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("ok", checks.stream().noneMatch(Check::bad));
    ArrayNode all = document.putArray("checks");
    checks.forEach(check -> all.add(check.json()));
    document.put("bundle", bundle == null ? null : bundle.toAbsolutePath().normalize().toString());
    return document;
  }

  private void show(JsonNode document) {
    TextTable table = new TextTable("CHECK", "STATE", "FOUND");
    for (JsonNode check : document.path("checks")) {
      table.row(
          check.path("name").asText(), check.path("state").asText(), check.path("found").asText());
    }
    table.print(common);
    for (JsonNode check : document.path("checks")) {
      if (!check.path("todo").asText().isEmpty()) {
        common
            .out()
            .println(
                check.path("name").asText()
                    + ": "
                    + TextTable.printable(check.path("todo").asText()));
      }
    }
    if (bundle != null) {
      common.out().println("Diagnostics are in " + bundle.toAbsolutePath().normalize() + ".");
    }
  }
}
