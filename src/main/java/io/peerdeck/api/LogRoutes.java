package io.peerdeck.api;

import static io.peerdeck.api.Field.number;
import static io.peerdeck.api.Route.get;

import io.peerdeck.node.LogChunk;
import io.peerdeck.node.Node;
import io.peerdeck.node.TaskRef;
import java.time.Duration;
import java.util.List;

/// Logs of tasks by ranges of bytes.
final class LogRoutes {
  private static final int MAX_BYTES = 1 << 20;
  private static final long MAX_WAIT_MILLIS = 30_000;

  private final Node node;

  LogRoutes(Node node) {
    this.node = node;
  }

  List<Route> routes() {
    return List.of(
        get("runs/{id}/logs/{task}", "A stretch of the log of a task's newest attempt")
            .query(
                number("from", "byte to begin at; negative counts from the end"),
                number("max", "at most so many bytes, 1 MiB unless told"),
                number("wait", "milliseconds to wait for new lines"))
            .answer(
                LogChunk.class,
                request ->
                    node.log(
                        request.at("id"),
                        TaskRef.parse(request.at("task")),
                        request.number("from", 0, Long.MIN_VALUE, Long.MAX_VALUE),
                        (int) request.number("max", MAX_BYTES, 1, MAX_BYTES),
                        Duration.ofMillis(request.number("wait", 0, 0, MAX_WAIT_MILLIS)))));
  }
}
