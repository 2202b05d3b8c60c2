package io.peerdeck.node;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.peerdeck.libp2p.Libp2pException;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.runner.LogLine;
import io.peerdeck.runner.LogSpool;
import io.peerdeck.schedule.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Finds the log of a task wherever it is: on this disk, in the content store, or with the peer
/// that runs the task.
final class LogReading {
  private static final int REMEMBERED = 1000;

  private final NodeRooms rooms;
  private final Cache<Cid, List<TaskView.StepView>> remoteSteps =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  LogReading(NodeRooms rooms) {
    this.rooms = rooms;
  }

  LogChunk read(Cid run, TaskState task, long from, int maxBytes, Duration wait) {
    Optional<TaskState.Result> result = task.result();
    Optional<Cid> claim =
        result
            .map(found -> found.finished().claim())
            .or(() -> task.holder().map(TaskState.Claim::cid));
    if (claim.isEmpty()) {
      return nothing(task.attempt(), from, task.status().finished());
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
    Optional<LogProtocol.Answer> answer = remote(holder, claim.get(), from, maxBytes, wait);
    answer.ifPresent(found -> remember(run, claim.get(), found.steps()));
    return answer
        .map(found -> chunk(attempt, found.part()))
        .orElseGet(() -> nothing(attempt, from, false));
  }

  private static LogChunk nothing(int attempt, long from, boolean end) {
    long place = Math.max(0, from);
    return new LogChunk(attempt, List.of(), place, place, 0, end);
  }

  private void remember(Cid run, Cid claim, List<TaskView.StepView> steps) {
    if (!steps.isEmpty() && !steps.equals(remoteSteps.getIfPresent(claim))) {
      remoteSteps.put(claim, steps);
      rooms.changes.add(new Change.Run(run.toString()));
    }
  }

  /// The steps of a claim that runs now: here, or with a peer whose log was read lately.
  List<TaskView.StepView> liveSteps(Cid claim) {
    List<TaskView.StepView> here = rooms.jobs.liveSteps(claim);
    List<TaskView.StepView> there = remoteSteps.getIfPresent(claim);
    return here.isEmpty() && there != null ? there : here;
  }

  private LogChunk finished(
      int attempt, Cid claim, TaskState.Result result, long from, int maxBytes) {
    Optional<Cid> log = result.finished().log();
    if (log.isEmpty()) {
      return nothing(attempt, from, true);
    }
    rooms.traffic.fetch(log.get(), List.of(result.peer()));
    rooms.shelf.shelve(claim, log.get());
    return rooms
        .shelf
        .read(claim, from, maxBytes, Duration.ZERO)
        .map(part -> chunk(attempt, part))
        .orElseThrow();
  }

  private Optional<LogProtocol.Answer> remote(
      PeerId holder, Cid claim, long from, int maxBytes, Duration wait) {
    if (rooms.network.host().isEmpty() || !rooms.network.connected().contains(holder)) {
      return Optional.empty();
    }
    try {
      return LogProtocol.fetch(rooms.network.host().get(), holder, claim, from, maxBytes, wait);
    } catch (Libp2pException e) {
      throw new NodeException(
          NodeException.Reason.FAILED,
          "The log is with a peer that does not answer now: " + e.getMessage() + ".",
          e);
    }
  }

  private static LogChunk chunk(int attempt, LogSpool.Part part) {
    return new LogChunk(
        attempt,
        part.lines().stream().map(LogReading::line).toList(),
        part.start(),
        part.next(),
        part.size(),
        part.end());
  }

  private static LogChunk.Line line(LogLine line) {
    return new LogChunk.Line(
        line.seq(),
        Instant.ofEpochMilli(line.time()),
        line.step(),
        line.stream().text(),
        line.level().text(),
        line.text());
  }
}
