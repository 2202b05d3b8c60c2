package io.peerdeck.node;

import io.peerdeck.libp2p.Libp2pException;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.runner.LogLine;
import io.peerdeck.runner.LogSpool;
import io.peerdeck.schedule.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds the log of a task wherever it is: on this disk, in the content store, or with the peer
/// that runs the task.
final class LogReading {
  private final NodeRooms rooms;

  LogReading(NodeRooms rooms) {
    this.rooms = rooms;
  }

  LogChunk read(TaskState task, long from, int maxBytes, Duration wait) {
    Optional<TaskState.Result> result = task.result();
    Optional<Cid> claim =
        result
            .map(found -> found.finished().claim())
            .or(() -> task.holder().map(TaskState.Claim::cid));
    if (claim.isEmpty()) {
      return new LogChunk(task.attempt(), List.of(), from, task.status().finished());
    }
    int attempt = result.map(found -> found.finished().attempt()).orElse(task.attempt());
    Optional<LogSpool.Part> part = rooms.shelf.read(claim.get(), from, maxBytes, wait);
    if (part.isPresent()) {
      return chunk(attempt, part.get());
    }
    if (result.isPresent()) {
      return finished(attempt, claim.get(), result.get(), from, maxBytes);
    }
    PeerId holder = task.holder().orElseThrow().peer();
    return remote(holder, claim.get(), from, maxBytes, wait)
        .map(found -> chunk(attempt, found))
        .orElse(new LogChunk(attempt, List.of(), from, false));
  }

  private LogChunk finished(
      int attempt, Cid claim, TaskState.Result result, long from, int maxBytes) {
    Optional<Cid> log = result.finished().log();
    if (log.isEmpty()) {
      return new LogChunk(attempt, List.of(), from, true);
    }
    rooms.traffic.fetch(log.get(), List.of(result.peer()));
    rooms.shelf.shelve(claim, log.get());
    return rooms
        .shelf
        .read(claim, from, maxBytes, Duration.ZERO)
        .map(part -> chunk(attempt, part))
        .orElseThrow();
  }

  private Optional<LogSpool.Part> remote(
      PeerId holder, Cid claim, long from, int maxBytes, Duration wait) {
    if (rooms.host.isEmpty() || !rooms.connected().contains(holder)) {
      return Optional.empty();
    }
    try {
      return LogProtocol.fetch(rooms.host.get(), holder, claim, from, maxBytes, wait);
    } catch (Libp2pException e) {
      throw new NodeException(
          NodeException.Reason.FAILED,
          "The log is with a peer that does not answer now: " + e.getMessage() + ".",
          e);
    }
  }

  private static LogChunk chunk(int attempt, LogSpool.Part part) {
    return new LogChunk(
        attempt, part.lines().stream().map(LogReading::line).toList(), part.next(), part.end());
  }

  private static LogChunk.Line line(LogLine line) {
    return new LogChunk.Line(
        Instant.ofEpochMilli(line.time()),
        line.step(),
        line.stream().text().toLowerCase(Locale.ROOT),
        line.text());
  }
}
