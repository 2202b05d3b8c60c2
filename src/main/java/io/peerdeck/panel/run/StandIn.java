package io.peerdeck.panel.run;

import io.peerdeck.node.PeerRef;
import io.peerdeck.node.TaskRef;
import io.peerdeck.node.TaskView;
import io.peerdeck.schedule.RunStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The tasks of a run that never was, of the shape most runs have: nobody sees them, but a screen
/// that has shown them is ready for others.
final class StandIn {
  private static final int STEPS = 8;
  private static final PeerRef NOBODY = new PeerRef("0", "0");

  private StandIn() {}

  static List<TaskView> tasks() {
    return List.of(task("0", List.of()), task("1", List.of("0")));
  }

  private static TaskView task(String job, List<String> needs) {
    return new TaskSketch(new TaskRef(job, 0), job, needs, RunStatus.COMPLETED)
        .attempt(1)
        .holder(Optional.of(NOBODY))
        .result(Optional.empty(), Optional.empty(), true)
        .steps(IntStream.rangeClosed(1, STEPS).mapToObj(StandIn::step).toList())
        .view();
  }

  private static TaskView.StepView step(int number) {
    return new TaskView.StepView(
        number, String.valueOf(number), "success", Optional.of(Instant.EPOCH), 1);
  }
}
