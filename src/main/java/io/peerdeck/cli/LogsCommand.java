package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.api.ApiClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `peerdeck workflow logs`: what the jobs of a run printed.
@Command(name = "logs", description = "print the logs of a run's jobs")
final class LogsCommand implements Callable<Integer> {
  private static final String WAIT_MILLIS = "2000";

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "RUN", description = "the run's id, or a unique part of it")
  private String id = "";

  @Option(names = "--job", paramLabel = "JOB[:INDEX]", description = "only this job")
  private @Nullable String job;

  @Option(
      names = {"-f", "--follow"},
      description = "go on printing until the jobs have finished")
  private boolean follow;

  @Override
  public Integer call() {
    return common.ask(
        client -> {
          for (String task : tasks(WorkflowCommand.run(client, id))) {
            print(client, task);
          }
          return 0;
        });
  }

  private List<String> tasks(JsonNode run) {
    if (job != null) {
      return List.of(job);
    }
    List<String> tasks = new ArrayList<>();
    run.path("tasks").forEach(task -> tasks.add(task.path("ref").asText()));
    return tasks;
  }

  private void print(ApiClient client, String task) {
    String path = "runs/" + ApiClient.encode(id) + "/logs/" + ApiClient.encode(task);
    long from = 0;
    int attempt = 0;
    while (true) {
      JsonNode chunk =
          client.get(path, Map.of("from", Long.toString(from), "wait", follow ? WAIT_MILLIS : "0"));
      if (chunk.path("attempt").asInt() != attempt && from > 0) {
        attempt = chunk.path("attempt").asInt();
        from = 0;
        continue;
      }
      attempt = chunk.path("attempt").asInt();
      chunk.path("lines").forEach(line -> line(task, line));
      common.out().flush();
      boolean grew = chunk.path("next").asLong() > from;
      from = chunk.path("next").asLong();
      if (chunk.path("end").asBoolean()
          || (!grew && (!follow || WorkflowCommand.finished(WorkflowCommand.run(client, id))))) {
        return;
      }
    }
  }

  /// JSON lines with `--json`, else `job | text`.
  private void line(String task, JsonNode line) {
    if (common.json()) {
      common.out().println("{\"job\":\"" + task + "\",\"line\":" + line + "}");
    } else {
      common.out().println(task + " | " + TextTable.printable(line.path("text").asText()));
    }
  }
}
