package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.peerdeck.api.ApiClient;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `peerdeck workflow validate`: what submit would say of files, without submitting them.
@Command(name = "validate", description = "check workflow files as submit would; nothing is stored")
final class ValidateCommand implements Callable<Integer> {
  private static final int WRONG = 2;

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "workflow files (.yml, .yaml)")
  private List<Path> files = List.of();

  @Option(names = "--folder", description = "the folder that would be the workspace")
  private @Nullable Path folder;

  @Option(names = "--inputs", paramLabel = "JSON", description = "workflow_dispatch inputs")
  private @Nullable String inputs;

  @Option(names = "--untagged", description = "take a file without a p2p or offline tag")
  private boolean untagged;

  @Override
  public Integer call() {
    ArrayNode found =
        common.ask(
            client -> {
              ArrayNode all = JsonNodeFactory.instance.arrayNode();
              files.forEach(file -> all.add(checked(client, file)));
              return all;
            });
    common.print(found, this::show);
    return found.valueStream().allMatch(file -> file.path("valid").asBoolean()) ? 0 : WRONG;
  }

  private ObjectNode checked(ApiClient client, Path file) {
    Map<String, Object> body = new HashMap<>();
    body.put("file", file.toAbsolutePath().normalize().toString());
    body.put("inputs", WorkflowCommand.inputs(inputs));
    body.put("untagged", untagged);
    if (folder != null) {
      body.put("folder", folder.toAbsolutePath().normalize().toString());
    }
    JsonNode preview = client.post("preview", body);
    ObjectNode said = JsonNodeFactory.instance.objectNode();
    said.put("file", file.toAbsolutePath().normalize().toString());
    said.put("name", preview.path("name").asText());
    said.put(
        "valid",
        preview
            .path("problems")
            .valueStream()
            .noneMatch(problem -> problem.path("error").asBoolean()));
    said.set("tags", preview.path("tags"));
    ArrayNode jobs = said.putArray("jobs");
    preview.path("jobs").forEach(job -> jobs.add(job.path("id").asText()));
    said.set("problems", preview.path("problems"));
    return said;
  }

  private void show(JsonNode all) {
    for (JsonNode file : all) {
      String path = TextTable.printable(file.path("file").asText());
      for (JsonNode problem : file.path("problems")) {
        int line = problem.path("line").asInt();
        String place = line > 0 ? ":" + line + ":" + problem.path("column").asInt() : "";
        common
            .out()
            .println(
                path
                    + place
                    + ": "
                    + (problem.path("error").asBoolean() ? "error: " : "warning: ")
                    + TextTable.printable(problem.path("message").asText()));
      }
      if (file.path("valid").asBoolean()) {
        common
            .out()
            .println(
                path
                    + ": "
                    + Text.count(file.path("jobs").size(), "job", "jobs")
                    + ", can be submitted.");
      }
    }
  }
}
