package io.peerdeck.schedule;

import io.peerdeck.clock.Entry;
import io.peerdeck.clock.MerkleClock;
import io.peerdeck.fleet.Roster;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What this node submits, each with its number.
final class Submissions {
  private final MerkleClock<Roster> clock;
  private final OwnCommands commands;
  private final RunNumbers numbers;
  private final InstantSource wall;

  Submissions(
      MerkleClock<Roster> clock, OwnCommands commands, RunNumbers numbers, InstantSource wall) {
    this.clock = clock;
    this.commands = commands;
    this.numbers = numbers;
    this.wall = wall;
  }

  /// See [Scheduler#draft].
  Scheduler.Draft draft(Submission submission) {
    commands.requireRole(Submission.KIND);
    Submission numbered = numbers.shown(submission);
    Entry entry = clock.draft(Submission.KIND, Submission.KEY, numbered.toBody(), wall.millis());
    Map<TaskKey, Ranking> rankings = new LinkedHashMap<>();
    LateTasks tasks = new LateTasks(submission);
    for (Submission.Job job : submission.jobs()) {
      for (int index : tasks.laid(job, Map.of(), Submission.MAX_TASKS).indices()) {
        List<PeerId> eligible = Ranking.eligible(clock.currentView(), job.labels(index));
        TaskKey task = new TaskKey(job.id(), index);
        rankings.put(
            task, Ranking.of(submission.strategy(), entry.cid(), entry.cid(), task, eligible));
      }
    }
    return new Scheduler.Draft(entry, submission, numbered, rankings);
  }

  /// See [Scheduler#submit(Scheduler.Draft)].
  Cid submit(Scheduler.Draft draft) {
    if (numbers.take(draft.numbered())) {
      Optional<Entry> written = commands.append(draft.entry());
      if (written.isPresent()) {
        return written.get().cid();
      }
      numbers.leave(draft.numbered());
    }
    return submit(draft.submission());
  }

  /// See [Scheduler#submit(Submission)].
  Cid submit(Submission submission) {
    Submission numbered = numbers.next(submission);
    try {
      return commands.append(Submission.KEY, numbered).cid();
    } catch (PeerdeckException e) {
      numbers.leave(numbered);
      throw e;
    }
  }
}
