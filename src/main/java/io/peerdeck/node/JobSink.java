package io.peerdeck.node;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.runner.LogLine;
import io.peerdeck.runner.LogSink;
import io.peerdeck.runner.LogSpool;
import io.peerdeck.runner.StepResult;
import io.peerdeck.schedule.TaskKey;
import java.time.Instant;
import java.util.function.Consumer;

/// Writes a job's spool and tells of its growth and steps.
final class JobSink implements LogSink {
  private final LogSpool spool;
  private final LiveSteps steps;
  private final Runnable grew;
  private final Runnable ending;
  private final Consumer<Change> changes;
  private final Change.Log grown;
  private final Change.Run moved;

  /// @param grew called when there is more of the log
  /// @param ending called when no step follows
  JobSink(
      LogSpool spool,
      Cid run,
      TaskKey task,
      LiveSteps steps,
      Runnable grew,
      Runnable ending,
      Consumer<Change> changes) {
    this.spool = spool;
    this.steps = steps;
    this.grew = grew;
    this.ending = ending;
    this.changes = changes;
    this.grown = new Change.Log(run.toString(), new TaskRef(task.job(), task.index()));
    this.moved = new Change.Run(run.toString());
  }

  @Override
  public void line(LogLine line) {
    spool.line(line);
  }

  @Override
  public void flush() {
    spool.flush();
    grew.run();
    changes.accept(grown);
  }

  @Override
  public void stepStarted(int number, String name, Instant at) {
    steps.started(number, name, at);
    changes.accept(moved);
  }

  @Override
  public void stepFinished(StepResult result) {
    steps.finished(result);
    changes.accept(moved);
  }

  @Override
  public void stepsOver() {
    ending.run();
  }
}
