package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.peerdeck.api.ApiClient;
import io.peerdeck.api.ApiException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `peerdeck workflow`: submit workflow files and follow their runs.
@Command(
    name = "workflow",
    description = "submit workflow files and follow their runs",
    addMethodSubcommands = false)
final class WorkflowCommand {
  @Command(description = "one run in full: jobs, who runs them, artifacts")
  int status(@Mixin CommonOptions common, @Parameters(paramLabel = "RUN") String id) {
    return common.answer(client -> run(client, id), run -> RunText.print(common, run));
  }

  @Command(description = "list runs, newest first")
  int list(
      @Mixin CommonOptions common,
      @Option(names = "--status", description = "only runs in this status") @Nullable String status,
      @Option(names = "--tag", description = "only runs with this tag") @Nullable String tag,
      @Option(names = "--peer-id", description = "only runs this peer worked on")
          @Nullable String peer,
      @Option(names = "--text", description = "only runs that contain this") @Nullable String text,
      @Option(names = "--limit", defaultValue = "50", description = "how many") int limit) {
    Map<String, String> query = new HashMap<>();
    put(query, "status", status);
    put(query, "tag", tag);
    put(query, "peer", peer);
    put(query, "text", text);
    query.put("limit", Integer.toString(limit));
    return common.answer(client -> client.get("runs", query), page -> table(common, page));
  }

  @Command(description = "cancel a run and stop its jobs")
  int cancel(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "RUN") String id,
      @Option(names = "--reason", defaultValue = "", description = "shown with the run")
          String reason) {
    return common.answer(
        client -> client.post("runs/" + ApiClient.encode(id) + "/cancel", Map.of("reason", reason)),
        done -> common.out().println("Run " + id + " is cancelled."));
  }

  @Command(description = "keep a run's waiting jobs from being started")
  int hold(@Mixin CommonOptions common, @Parameters(paramLabel = "RUN") String id) {
    return steer(common, id, "hold", Map.of(), "is held");
  }

  @Command(description = "end a hold")
  int release(@Mixin CommonOptions common, @Parameters(paramLabel = "RUN") String id) {
    return steer(common, id, "release", Map.of(), "is released");
  }

  @Command(description = "move a run to another priority")
  int priority(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "RUN") String id,
      @Parameters(paramLabel = "PRIORITY", description = "1 (first) to 9 (last)") int priority) {
    return steer(
        common, id, "priority", Map.of("priority", priority), "has priority " + priority + " now");
  }

  @Command(description = "give a run's jobs, or one of them, to a peer by hand")
  int assign(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "RUN") String id,
      @Parameters(paramLabel = "PEER", description = "its name or id") String peer,
      @Option(names = "--task", description = "only this one: JOB or JOB:INDEX")
          @Nullable String task) {
    Map<String, Object> body = new HashMap<>(Map.of("peer", peer));
    if (task != null) {
      body.put("task", task);
    }
    return steer(common, id, "assign", body, "is assigned to " + peer);
  }

  @Command(description = "seal a run's results in its submitter's place")
  int adopt(@Mixin CommonOptions common, @Parameters(paramLabel = "RUN") String id) {
    return steer(common, id, "adopt", Map.of(), "is adopted");
  }

  @Command(description = "submit a run's workflow, snapshot and inputs once more")
  int again(@Mixin CommonOptions common, @Parameters(paramLabel = "RUN") String id) {
    return common.answer(
        client -> client.post("runs/" + ApiClient.encode(id) + "/again", Map.of()),
        run ->
            common.out().println("Run " + id + " runs again as " + run.path("id").asText() + "."));
  }

  @Command(description = "run the failed jobs of a run again, or one job, and what needs them")
  int rerun(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "RUN") String id,
      @Option(names = "--failed", description = "what failed or was cancelled") boolean failed,
      @Option(names = "--job", description = "one job: JOB, or JOB:INDEX of a matrix")
          @Nullable String job) {
    if (!failed && job == null) {
      throw new ApiException(
          400, "Say what runs again: --failed or --job JOB. All of it: `workflow again RUN`.");
    }
    Map<String, Object> body = new HashMap<>(Map.of("failed", failed));
    if (job != null) {
      body.put("job", job);
    }
    return common.answer(
        client -> client.post("runs/" + ApiClient.encode(id) + "/again", body),
        run ->
            common
                .out()
                .println(
                    "Run "
                        + id
                        + " runs again in part as "
                        + run.path("id").asText()
                        + "; "
                        + run.path("tasksDone").asText()
                        + " of "
                        + run.path("tasks").asText()
                        + " jobs keep their results."));
  }

  @Command(
      description =
          "the earlier system's way to cancel a run (cancelled), or to run a finished one again"
              + " (pending); no other status is taken, since results come from running")
  int update(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "RUN") String id,
      @Parameters(paramLabel = "STATUS") String status,
      @Option(names = "--result", paramLabel = "JSON", description = "refused: results are made")
          @Nullable String result,
      @Option(names = "--error", paramLabel = "TEXT", description = "why it is cancelled")
          @Nullable String error) {
    return new StatusUpdate(common, id).to(status, result, error);
  }

  private static int steer(
      CommonOptions common, String id, String action, Map<String, ?> body, String said) {
    return common.answer(
        client -> client.post("runs/" + ApiClient.encode(id) + "/" + action, body),
        done -> common.out().println("Run " + id + " " + said + "."));
  }

  @Command(description = "list a run's artifacts, or save them")
  int artifacts(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "RUN") String id,
      @Option(
              names = "--save",
              paramLabel = "FOLDER",
              description = "write the files below this folder")
          @Nullable Path folder) {
    JsonNode artifacts =
        common.ask(
            client -> {
              ArrayNode all = JsonNodeFactory.instance.arrayNode();
              for (JsonNode task : run(client, id).path("tasks")) {
                task.path("artifacts").forEach(all::add);
              }
              if (folder != null) {
                Progress progress =
                    Progress.of(common, () -> WorkText.transfers(client, "saving artifacts"));
                try (progress) {
                  for (JsonNode artifact : all) {
                    save(client, artifact, folder.toAbsolutePath().normalize());
                  }
                }
              }
              return all;
            });
    common.print(
        artifacts,
        all -> {
          TextTable table = new TextTable("NAME", "SIZE", "CID");
          for (JsonNode artifact : all) {
            table.row(
                artifact.path("name").asText(),
                Text.bytes(artifact.path("bytes").asLong()),
                artifact.path("cid").asText());
          }
          table.print(common);
          if (folder != null) {
            common.out().println("Saved in " + folder.toAbsolutePath().normalize() + ".");
          }
        });
    return 0;
  }

  private static void save(ApiClient client, JsonNode artifact, Path folder) {
    String name = artifact.path("name").asText();
    Path target = folder.resolve(name).normalize();
    if (!target.startsWith(folder) || target.equals(folder)) {
      throw new ApiException(409, "The artifact name `" + name + "` would leave " + folder + ".");
    }
    client.post(
        "artifacts/" + artifact.path("cid").asText() + "/save",
        Map.of("folder", target.toString()));
  }

  static JsonNode run(ApiClient client, String id) {
    return client.get("runs/" + ApiClient.encode(id), Map.of());
  }

  private static void put(Map<String, String> query, String name, @Nullable String value) {
    if (value != null) {
      query.put(name, value);
    }
  }

  private static void table(CommonOptions common, JsonNode page) {
    TextTable table = new TextTable("RUN", "STATUS", "NAME", "JOBS", "PEERS", "SUBMITTED");
    for (JsonNode run : page.path("runs")) {
      table.row(
          Text.shortId(run.path("id").asText()),
          run.path("held").asBoolean() ? "held" : run.path("status").asText(),
          run.path("name").asText(),
          run.path("tasksDone").asText() + " of " + run.path("tasks").asText(),
          Text.names(run.path("peers")),
          Text.ago(run.path("submittedAt"), Instant.now()));
    }
    table.print(common);
    common.out().println(page.path("runs").size() + " of " + page.path("total").asText() + ".");
  }

  /// Reads `--inputs`: a JSON object of single values.
  static Map<String, Object> inputs(@Nullable String json) {
    if (json == null) {
      return Map.of();
    }
    Map<String, Object> inputs = new HashMap<>();
    try {
      JsonNode object = new ObjectMapper().readTree(json);
      if (!object.isObject()) {
        throw new ApiException(
            400, "--inputs must be a JSON object, for example '{\"level\": \"2\"}'.");
      }
      object.properties().forEach(field -> inputs.put(field.getKey(), field.getValue().asText()));
    } catch (IOException e) {
      throw new ApiException(400, "--inputs is not JSON: " + e.getMessage(), e);
    }
    return inputs;
  }

  static boolean finished(JsonNode run) {
    return List.of("completed", "failed", "cancelled").contains(run.at("/summary/status").asText());
  }
}
