package io.peerdeck.node;

import io.peerdeck.clock.EntryPosition;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.schedule.QueuePlace;
import io.peerdeck.schedule.RunFilter;
import io.peerdeck.schedule.RunList;
import io.peerdeck.schedule.RunRow;
import io.peerdeck.schedule.RunState;
import io.peerdeck.schedule.RunStatus;
import io.peerdeck.schedule.Submission;
import io.peerdeck.schedule.TaskKey;
import io.peerdeck.schedule.TaskState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Runs as callers ask for them and steer them.
final class RunDesk {
  // Folding a run anew takes a moment; a screen shows about as many.
  private static final int LOOKS = 25;

  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

  private final NodeRooms rooms;
  private final FleetEntrance entrance;
  private final PeerNames names;
  private final LogReading logs;
  private final NotesReading notes;
  private final RunViews views;

  RunDesk(NodeRooms rooms, FleetEntrance entrance, PeerNames names) {
    this.rooms = rooms;
    this.entrance = entrance;
    this.names = names;
    this.logs = new LogReading(rooms);
    this.notes = new NotesReading(rooms);
    this.views =
        new RunViews(
            names,
            new RankingViews(rooms.clock, rooms.livenessView, names),
            new WaitingReason(rooms.livenessView, names),
            logs::liveSteps,
            notes);
  }

  RunSummary summary(Cid run) {
    return views.summary(state(run), rooms.scheduler.place(run));
  }

  RunPage runs(RunQuery query) {
    return page(rooms.scheduler.list(filter(query)), LOOKS);
  }

  RunPage runsAt(EntryPosition last, RunQuery query) {
    return page(rooms.scheduler.listAt(last, filter(query)), 0);
  }

  private RunPage page(RunList list, int looks) {
    return new RunPage(summaries(list.runs(), looks), list.total());
  }

  List<RunSummary> runs(Set<String> ids) {
    return summaries(rooms.scheduler.rows(ids), LOOKS);
  }

  /// @param most how many are looked at as the fleet is now
  private List<RunSummary> summaries(List<RunRow> rows, int most) {
    Map<PeerId, PeerRef> refs = new HashMap<>();
    List<RunSummary> summaries = new ArrayList<>(rows.size());
    int looks = most;
    for (RunRow row : rows) {
      boolean look = row.status() == RunStatus.ASSIGNED && !row.held() && looks-- > 0;
      String waits = look ? waitsNow(row) : row.waits();
      summaries.add(views.summary(row, peer -> refs.computeIfAbsent(peer, names::ref), waits));
    }
    return List.copyOf(summaries);
  }

  /// What the list keeps says nothing of who is busy or away.
  private String waitsNow(RunRow row) {
    return rooms.scheduler.state(row.id()).map(views::waitsFor).orElse(row.waits());
  }

  private RunFilter filter(RunQuery query) {
    return new RunFilter(
        query.text(),
        query.statuses(),
        query.tag(),
        query.peerId().map(names::resolve),
        query.from(),
        query.until(),
        Math.clamp(query.limit(), 0, RunQuery.MAX_LIMIT),
        Math.max(0, query.offset()));
  }

  RunDetail run(String id) {
    RunState run = state(resolve(id));
    Optional<SubmittedFiles.Opened> opened = rooms.submitted.find(run);
    Optional<QueuePlace> place = rooms.scheduler.place(run.id());
    return new RunDetail(
        views.summary(run, place),
        views.tasks(run, place, opened),
        run.submission().inputs(),
        run.submission().strategy().text(),
        RunBounds.of(run.submission().terms()),
        opened.map(found -> new String(found.text(), StandardCharsets.UTF_8)),
        run.submission().snapshot().map(Cid::toString),
        rooms.traffic.holders(
            run.submission().snapshot().orElse(run.submission().workflow()),
            () -> rooms.changes.add(new Change.Run(run.id().toString()))),
        run.submission().again().map(repeat -> repeat.run().toString()));
  }

  private RunState state(Cid run) {
    return rooms
        .scheduler
        .state(run)
        .orElseThrow(
            () ->
                new NodeException(NodeException.Reason.NOT_FOUND, "There is no run " + run + "."));
  }

  /// A run's id from what a person typed: all of it, or a unique beginning or end.
  private Cid resolve(String text) {
    try {
      return Cid.parse(text);
    } catch (MultiformatException e) {
      return new Candidates<>(rooms.scheduler.matching(text, Candidates.ENOUGH))
          .only("run", "is named `" + text + "`", Cid::toString);
    }
  }

  void cancel(String runId, String reason) {
    steer(runId, run -> rooms.scheduler.cancel(run, reason));
  }

  void hold(String runId) {
    steer(runId, rooms.scheduler::hold);
  }

  void release(String runId) {
    steer(runId, rooms.scheduler::release);
  }

  void prioritise(String runId, int priority) {
    if (priority < Submission.FIRST_PRIORITY || priority > Submission.LAST_PRIORITY) {
      throw new NodeException(
          NodeException.Reason.INVALID, "The priority must be 1 (first) to 9 (last).");
    }
    steer(runId, run -> rooms.scheduler.prioritise(run, priority));
  }

  void assign(String runId, Optional<TaskRef> task, String peerId) {
    PeerId peer = names.resolve(peerId);
    steer(runId, run -> rooms.scheduler.assign(run, task.map(RunDesk::key), peer));
  }

  RunSummary again(String runId, RunAgain what) {
    entrance.awaitMember();
    return summary(Refusals.telling(() -> rooms.scheduler.again(resolve(runId), what.what())));
  }

  void adopt(String runId) {
    steer(runId, rooms.scheduler::adopt);
  }

  private void steer(String runId, Consumer<Cid> command) {
    Cid run = resolve(runId);
    state(run);
    entrance.awaitMember();
    Refusals.telling(
        () -> {
          command.accept(run);
          return run;
        });
  }

  private static TaskKey key(TaskRef ref) {
    return new TaskKey(ref.job(), ref.index());
  }

  LogChunk log(String runId, TaskRef task, long fromByte, int maxBytes, Duration wait) {
    Cid id = resolve(runId);
    long until = System.nanoTime() + wait.toNanos();
    while (true) {
      TaskState state = task(state(id), task);
      Duration left = Duration.ofNanos(Math.max(0, until - System.nanoTime()));
      LogChunk chunk = Refusals.telling(() -> logs.read(id, state, fromByte, maxBytes, left));
      if (!chunk.lines().isEmpty() || chunk.end() || !paused(until)) {
        return chunk;
      }
    }
  }

  /// A log that nobody writes yet, or whose writer is away, announces nothing: it is looked at
  /// again after a while. False where there is no time left for that.
  private static boolean paused(long until) {
    long left = Math.min(LOOK_AGAIN.toNanos(), until - System.nanoTime());
    if (left <= 0) {
      return false;
    }
    try {
      Thread.sleep(Duration.ofNanos(left));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  String summary(String runId, TaskRef task) {
    return task(state(resolve(runId)), task)
        .result()
        .map(result -> notes.fetch(result).summary())
        .orElse("");
  }

  private static TaskState task(RunState run, TaskRef task) {
    return run.task(key(task))
        .orElseThrow(
            () ->
                new NodeException(
                    NodeException.Reason.NOT_FOUND, "The run has no task `" + task + "`."));
  }
}
