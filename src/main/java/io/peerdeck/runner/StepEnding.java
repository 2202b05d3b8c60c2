package io.peerdeck.runner;

import java.util.concurrent.TimeUnit;

/// Ends a step from outside, in stages: SIGINT to what it has in the foreground, later SIGTERM to
/// all it started, later SIGKILL to the same.
final class StepEnding {
  private static final int KILLING = 3;

  private final ProcessTree tree;
  private final JobLimits limits;
  private final StepLauncher launcher;
  private final ProcessSpawn.Started process;
  private final String mark;
  private JobDeadlines.Cause cause = JobDeadlines.Cause.NONE;
  private int stage;
  private long next;

  /// @param process the step's own
  /// @param mark that all processes of the step carry
  StepEnding(
      StepLauncher launcher,
      ProcessTree tree,
      JobLimits limits,
      ProcessSpawn.Started process,
      String mark) {
    this.launcher = launcher;
    this.tree = tree;
    this.limits = limits;
    this.process = process;
    this.mark = mark;
  }

  /// Why the step was ended; NONE while it was not.
  JobDeadlines.Cause cause() {
    return cause;
  }

  /// Goes on to the next stage if it is due.
  ///
  /// @param now why the step must end as of now, or NONE
  void advance(JobDeadlines.Cause now, long nanoTime) {
    final boolean atOnce = now == JobDeadlines.Cause.STOPPED && stage < KILLING;
    if (now == JobDeadlines.Cause.NONE && stage == 0) {
      return;
    }
    if (stage > 0 && !atOnce && nanoTime - next < 0) {
      return;
    }
    if (stage == 0 || atOnce) {
      cause = now;
    }
    stage = atOnce ? KILLING : Math.min(stage + 1, KILLING);
    switch (stage) {
      case 1 -> {
        launcher.signal(process, mark, NativeCalls.SIGINT);
        next = nanoTime + limits.interrupt().toNanos();
      }
      case 2 -> {
        launcher.signal(process, mark, NativeCalls.SIGTERM);
        tree.signal(mark, -1, NativeCalls.SIGTERM);
        next = nanoTime + limits.terminate().toNanos();
      }
      default -> {
        kill();
        next = nanoTime + TimeUnit.SECONDS.toNanos(1);
      }
    }
  }

  /// How long until something is due.
  int millisLeft(JobDeadlines.StepDeadline deadline, long now) {
    final long left = stage > 0 ? next - now : deadline.nanosLeft(now);
    return Math.clamp(TimeUnit.NANOSECONDS.toMillis(left) + 1, 0, launcher.longestWaitMillis());
  }

  /// The step's own process has ended; if the runner ended it, nothing else of the step stays.
  void finish() {
    if (stage > 0) {
      kill();
    }
  }

  private void kill() {
    launcher.signal(process, mark, NativeCalls.SIGKILL);
    tree.killAll(mark, -1);
  }
}
