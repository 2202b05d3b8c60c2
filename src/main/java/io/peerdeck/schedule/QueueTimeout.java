package io.peerdeck.schedule;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Ends a run one of whose tasks found no peer for as long as its submission allows. Time in which
/// the run is held, or waits for other tasks or its group, does not count, nor does the time in
/// which its keeper is not running.
final class QueueTimeout {
  private static final Set<TaskState.Wait> FOR_A_PEER =
      EnumSet.of(
          TaskState.Wait.NOBODY_ELIGIBLE,
          TaskState.Wait.ALL_DECLINED,
          TaskState.Wait.ASSIGNED_PEER,
          TaskState.Wait.OWNER);

  private QueueTimeout() {}

  /// What the keeper writes, once nothing of the run is in progress any more.
  ///
  /// @param tasks to look at
  static Optional<RunEvent> expiry(LiveRun run, RunState state, List<TaskState> tasks, long now) {
    Duration limit = state.submission().terms().queueTimeout();
    Optional<TaskState> late = Optional.empty();
    for (TaskState task : tasks) {
      boolean waits = FOR_A_PEER.contains(task.waiting()) && task.calledOff().isEmpty();
      long since = run.waitingSince(task.key(), waits, now);
      if (waits && now - since >= limit.toNanos()) {
        late = late.or(() -> Optional.of(task));
      } else if (waits) {
        run.lookAgainAt(since + limit.toNanos());
      }
    }
    return late.filter(
            task -> state.tasks().stream().noneMatch(t -> t.status() == RunStatus.IN_PROGRESS))
        .map(
            task ->
                new RunEvent.Cancelled(
                    "`" + task.key() + "` found no peer within " + words(limit) + "."));
  }

  private static String words(Duration limit) {
    if (limit.toMinutes() < 2) {
      return limit.toSeconds() + " s";
    }
    return limit.toHours() < 2 ? limit.toMinutes() + " min" : limit.toHours() + " h";
  }
}
