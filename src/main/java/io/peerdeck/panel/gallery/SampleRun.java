package io.peerdeck.panel.gallery;

import io.peerdeck.node.TaskRef;
import io.peerdeck.node.TaskView;
import io.peerdeck.panel.run.TaskSketch;
import io.peerdeck.schedule.RunStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A run with a matrix and a job in every state.
final class SampleRun {
  private SampleRun() {}

  static List<TaskView> tasks() {
    List<TaskView> tasks = new ArrayList<>();
    tasks.add(task("fetch", 0, List.of(), RunStatus.COMPLETED));
    tasks.add(task("lint", 0, List.of(), RunStatus.CANCELLED));
    tasks.add(task("build", 0, List.of("fetch"), RunStatus.COMPLETED));
    tasks.add(task("build", 1, List.of("fetch"), RunStatus.IN_PROGRESS));
    tasks.add(task("build", 2, List.of("fetch"), RunStatus.ASSIGNED));
    tasks.add(task("check", 0, List.of("fetch", "lint"), RunStatus.FAILED));
    tasks.add(task("merge-all-the-shards-of-the-night", 0, List.of("build"), RunStatus.PENDING));
    return tasks;
  }

  private static TaskView task(String job, int index, List<String> needs, RunStatus status) {
    boolean held = status != RunStatus.PENDING && status != RunStatus.ASSIGNED;
    String name = job.equals("build") ? "build (" + (index + 1) + ")" : job;
    return new TaskSketch(new TaskRef(job, index), name, needs, status)
        .runsOn(List.of("ubuntu-latest"))
        .attempt(held ? 1 : 0)
        .holder(held ? Optional.of(SampleFleet.PEERS.get(index)) : Optional.empty())
        .result(conclusion(status), Optional.empty(), false)
        .view();
  }

  private static Optional<String> conclusion(RunStatus status) {
    return switch (status) {
      case COMPLETED -> Optional.of("success");
      case FAILED -> Optional.of("failure");
      case CANCELLED -> Optional.of("cancelled");
      default -> Optional.empty();
    };
  }
}
