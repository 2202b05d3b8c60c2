package io.peerdeck.node;

import io.peerdeck.clock.Entry;
import io.peerdeck.fleet.Conduct;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.schedule.JobExecution;
import io.peerdeck.schedule.RunEvent;
import io.peerdeck.schedule.RunState;
import io.peerdeck.schedule.TaskKey;
import io.peerdeck.schedule.TaskState;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/// Counts what happens on this node for whoever monitors it. An entry that came late, as a whole
/// history does for who joins, counts as late once.
final class NodeMeter {
  private static final double[] JOB = {1, 5, 15, 60, 300, 900, 3600, 10_800};
  private static final double[] WAIT = {0.1, 0.5, 1, 5, 15, 60, 300, 1800, 7200};
  private static final double[] LAG = {0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 30, 300};

  private final PeerId self;
  private final InstantSource wall;
  private final Conduct conduct;
  private final Map<String, Distribution.Counting> jobs = new ConcurrentHashMap<>();
  private final Distribution.Counting waits = new Distribution.Counting(WAIT);
  private final Distribution.Counting arrivals = new Distribution.Counting(LAG);
  private final LongAdder claims = new LongAdder();
  private final LongAdder declined = new LongAdder();

  NodeMeter(PeerId self, InstantSource wall, Conduct conduct) {
    this.self = self;
    this.wall = wall;
    this.conduct = conduct;
  }

  /// Takes note of entries that have just become known.
  void entries(List<Entry> entries) {
    long now = wall.millis();
    for (Entry entry : entries) {
      if (!entry.author().equals(self)) {
        arrivals.add((now - entry.ts()) / 1e3);
      } else if (entry.kind().equals(RunEvent.Claimed.KIND)) {
        claims.increment();
      } else if (entry.kind().equals(RunEvent.Declined.KIND)) {
        declined.increment();
      }
    }
  }

  /// A job begins here: until now it waited for a peer, from its run's submission or the end of the
  /// last job it needs.
  void started(RunState run, TaskKey task) {
    long since =
        run.inputsOf(task).stream().mapToLong(TaskState.Result::ts).reduce(run.ts(), Math::max);
    waits.add((wall.millis() - since) / 1e3);
  }

  /// A job has ended here.
  void ended(JobExecution.JobReport report) {
    jobs.computeIfAbsent(report.conclusion().text(), name -> new Distribution.Counting(JOB))
        .add(report.millis() / 1e3);
  }

  MeterView now() {
    return new MeterView(
        jobs.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, job -> job.getValue().now())),
        waits.now(),
        claims.sum(),
        declined.sum(),
        arrivals.now(),
        conduct.totals().entrySet().stream()
            .collect(
                Collectors.toMap(
                    deed -> deed.getKey().name().toLowerCase(Locale.ROOT), Map.Entry::getValue)));
  }
}
