package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.api.ApiClient;
import io.peerdeck.api.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `peerdeck workflow logs`: what the jobs of a run printed.
@Command(name = "logs", description = "print the logs of a run's jobs")
final class LogsCommand implements Callable<Integer> {
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
            if (follow && !finished(client)) {
              follow(client, task);
            } else {
              print(client, task, 0);
            }
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

  private boolean finished(ApiClient client) {
    return WorkflowCommand.finished(WorkflowCommand.run(client, id));
  }

  private String path(String task) {
    return "runs/" + ApiClient.encode(id) + "/logs/" + ApiClient.encode(task);
  }

  /// Until the log has ended, or the run has: a job that is skipped has no log that could end.
  private void follow(ApiClient client, String task) {
    AtomicLong next = new AtomicLong();
    AtomicBoolean ended = new AtomicBoolean();
    client.follow(
        path(task),
        (event, data) -> {
          switch (event) {
            case "lines" -> {
              data.path("lines").forEach(line -> line(task, line));
              common.out().flush();
              next.set(data.path("next").asLong());
            }
            case "again" -> next.set(0);
            case "end" -> ended.set(true);
            case "trouble" -> throw new ApiException(503, data.path("reason").asText());
            default -> {
              return !finished(client);
            }
          }
          return !ended.get();
        });
    if (!ended.get()) {
      print(client, task, next.get());
    }
  }

  private void print(ApiClient client, String task, long begin) {
    long from = begin;
    while (true) {
      JsonNode chunk = client.get(path(task), Map.of("from", Long.toString(from)));
      chunk.path("lines").forEach(line -> line(task, line));
      common.out().flush();
      boolean grew = chunk.path("next").asLong() > from;
      from = chunk.path("next").asLong();
      if (chunk.path("end").asBoolean() || !grew) {
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
