package io.peerdeck;

import io.peerdeck.node.RunSummary;
import io.peerdeck.panel.StormyNode;
import io.peerdeck.schedule.RunStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A node's runs as they were at one moment, for a storm of other states.
final class TakenRuns implements StormyNode.Runs {
  private final List<RunSummary> runs;
  private final Map<String, Integer> places = new HashMap<>();

  /// @param runs newest first
  TakenRuns(List<RunSummary> runs) {
    this.runs = List.copyOf(runs);
    for (int i = 0; i < runs.size(); i++) {
      places.put(runs.get(i).id(), i);
    }
  }

  @Override
  public int count() {
    return runs.size();
  }

  @Override
  public RunStatus before(int place) {
    return runs.get(place).status();
  }

  @Override
  public int place(String id) {
    return places.getOrDefault(id, -1);
  }

  @Override
  public RunSummary in(int place, RunStatus status) {
    RunSummary run = runs.get(place);
    return status == run.status()
        ? run
        : new RunSummary(
            run.id(),
            run.name(),
            run.file(),
            run.tags(),
            status,
            run.held(),
            run.priority(),
            run.submitter(),
            run.submittedAt(),
            run.finishedAt(),
            run.tasks(),
            run.tasksDone(),
            run.tasksFailed(),
            run.peers(),
            run.position(),
            status == RunStatus.PENDING ? "build waits for a free slot." : "");
  }
}
