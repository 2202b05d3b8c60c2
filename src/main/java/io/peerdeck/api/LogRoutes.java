package io.peerdeck.api;

import static io.peerdeck.api.Field.number;
import static io.peerdeck.api.Route.get;

import io.peerdeck.node.LogChunk;
import io.peerdeck.node.Node;
import io.peerdeck.node.TaskRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Logs of tasks by ranges of bytes.
final class LogRoutes {
  private static final int MAX_BYTES = 1 << 20;
  private static final int TAIL_BYTES = 256 << 10;
  private static final long LINES = 1000;
  private static final long MAX_LINES = 10_000;
  private static final long MAX_WAIT_MILLIS = 30_000;

  private final Node node;
  private final LogStream stream;

  LogRoutes(Node node, LogStream stream) {
    this.node = node;
    this.stream = stream;
  }

  /// Some lines of a log.
  ///
  /// @param next the number of the line to go on from
  /// @param end whether that is the end of a log that is complete
  record LogLines(int attempt, List<LogChunk.Line> lines, long next, boolean end) {}

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
                        Duration.ofMillis(request.number("wait", 0, 0, MAX_WAIT_MILLIS))))
            .withStream(stream.stream()),
        get("runs/{id}/logs/{task}/lines", "Some lines of the log of a task's newest attempt")
            .query(
                number("first", "number of the first line, from 0; negative counts from the end"),
                number("count", "at most so many, 1000 unless told, 10000 at most"))
            .answer(
                LogLines.class,
                request ->
                    lines(
                        request.at("id"),
                        TaskRef.parse(request.at("task")),
                        request.number("first", 0, -MAX_LINES, Long.MAX_VALUE),
                        request.number("count", LINES, 1, MAX_LINES))));
  }

  private LogLines lines(String run, TaskRef task, long first, long count) {
    long begin = first >= 0 ? first : Math.max(0, length(run, task) + first);
    List<LogChunk.Line> found = new ArrayList<>();
    long from = 0;
    while (true) {
      LogChunk chunk = node.log(run, task, from, MAX_BYTES, Duration.ZERO);
      chunk.lines().stream()
          .filter(line -> line.number() >= begin)
          .limit(count - found.size())
          .forEach(found::add);
      long next = begin + found.size();
      boolean through =
          chunk.end() && (chunk.lines().isEmpty() || chunk.lines().getLast().number() < next);
      if (through || found.size() == count || chunk.lines().isEmpty()) {
        return new LogLines(chunk.attempt(), List.copyOf(found), next, through);
      }
      from = chunk.next();
    }
  }

  /// How many lines there are now.
  private long length(String run, TaskRef task) {
    LogChunk last = node.log(run, task, -TAIL_BYTES, TAIL_BYTES, Duration.ZERO);
    return last.lines().isEmpty() ? 0 : last.lines().getLast().number() + 1;
  }
}
