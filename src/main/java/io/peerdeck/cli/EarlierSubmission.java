package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.api.ApiClient;
import io.peerdeck.api.ApiException;
import io.peerdeck.api.EarlierState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Submits workflows of the earlier system: all of them or none. One that was taken over before is
/// found by its earlier id, which its run's name ends with, and left alone.
final class EarlierSubmission {
  private static final int FIRST = 1;
  private static final int LAST = 9;

  private final ApiClient client;
  private final Path folder;

  /// @param folder what their paths are relative to
  EarlierSubmission(ApiClient client, Path folder) {
    this.client = client;
    this.folder = folder;
  }

  /// The runs by earlier id.
  Map<String, String> submit(List<EarlierState.Workflow> workflows) {
    Map<String, String> runs = new LinkedHashMap<>();
    List<String> fresh = new ArrayList<>();
    Path texts = temporary();
    try {
      Map<String, Map<String, Object>> requests = requests(workflows, texts, runs);
      try {
        requests.forEach(
            (id, request) -> {
              String run = client.post("runs", request).path("id").asText();
              fresh.add(run);
              runs.put(id, run);
            });
      } catch (ApiException e) {
        fresh.forEach(
            run ->
                client.post(
                    "runs/" + ApiClient.encode(run) + "/cancel",
                    Map.of("reason", "Not all of an import could be submitted.")));
        throw new ApiException(
            e.status(), e.getMessage() + " What was submitted before it is cancelled.", e);
      }
      return runs;
    } finally {
      delete(texts);
    }
  }

  private Map<String, Map<String, Object>> requests(
      List<EarlierState.Workflow> workflows, Path texts, Map<String, String> known) {
    Map<String, Map<String, Object>> requests = new LinkedHashMap<>();
    List<String> wrong = new ArrayList<>();
    for (EarlierState.Workflow workflow : workflows) {
      Optional<String> before = before(workflow);
      if (before.isPresent()) {
        known.put(workflow.id(), before.get());
        continue;
      }
      Optional<Path> file = file(workflow, texts);
      if (file.isEmpty()) {
        wrong.add(workflow.name() + ": there is no file " + workflow.file() + " in " + folder);
        continue;
      }
      Map<String, Object> request = request(workflow, file.get());
      requests.put(workflow.id(), request);
      for (JsonNode problem : client.post("preview", request).path("problems")) {
        if (problem.path("error").asBoolean()) {
          wrong.add(workflow.name() + ": " + problem.path("message").asText());
        }
      }
    }
    if (!wrong.isEmpty()) {
      throw new ApiException(
          400, "Nothing is imported, because of:\n" + String.join("\n", printable(wrong)));
    }
    return requests;
  }

  private static List<String> printable(List<String> lines) {
    return lines.stream().map(TextTable::printable).toList();
  }

  private Optional<String> before(EarlierState.Workflow workflow) {
    for (JsonNode run :
        client.get("runs", Map.of("text", mark(workflow), "limit", "10")).path("runs")) {
      if (run.path("name").asText().endsWith(mark(workflow))) {
        return Optional.of(run.path("id").asText());
      }
    }
    return Optional.empty();
  }

  private static String mark(EarlierState.Workflow workflow) {
    return "(" + workflow.id() + ")";
  }

  private Optional<Path> file(EarlierState.Workflow workflow, Path texts) {
    try {
      if (workflow.inline()) {
        Path text = Files.createTempFile(texts, "workflow", ".yml");
        return Optional.of(Files.writeString(text, workflow.file()));
      }
      return Optional.of(folder.resolve(workflow.file()).normalize()).filter(Files::isRegularFile);
    } catch (InvalidPathException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new ApiException(500, "A workflow's text cannot be written: " + e, e);
    }
  }

  private static Map<String, Object> request(EarlierState.Workflow workflow, Path file) {
    Map<String, Object> request = new HashMap<>();
    request.put("file", file.toString());
    request.put("name", workflow.name() + " " + mark(workflow));
    request.put("inputs", workflow.inputs());
    request.put("priority", Math.clamp(Math.round(workflow.priority()), FIRST, LAST));
    request.put("untagged", true); // it was taken for the peers once before
    return request;
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("peerdeck-import");
    } catch (IOException e) {
      throw new ApiException(500, "There is no folder for temporary files: " + e, e);
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new ApiException(500, "The temporary folder " + folder + " stays: " + e, e);
    }
  }
}
