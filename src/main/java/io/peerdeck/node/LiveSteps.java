package io.peerdeck.node;

import io.peerdeck.runner.StepResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The steps of a job while it runs here.
final class LiveSteps {
  private final TreeMap<Integer, TaskView.StepView> steps = new TreeMap<>();

  synchronized void started(int number, String name, Instant at) {
    steps.put(number, new TaskView.StepView(number, name, "in_progress", Optional.of(at), 0));
  }

  synchronized void finished(StepResult result) {
    steps.put(
        result.number(),
        new TaskView.StepView(
            result.number(),
            result.name(),
            result.conclusion().text(),
            result.startedAt(),
            result.millis()));
  }

  synchronized List<TaskView.StepView> views() {
    return List.copyOf(steps.values());
  }
}
