package io.peerdeck.panel.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.TaskView;
import io.peerdeck.panel.Script;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.schedule.RunStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The jobs of a run in layers.
final class JobGraphTest {
  @Test
  void aJobStandsRightOfTheLastJobItNeeds() {
    assertThat(
            layers(
                task("report", 0, "merge", "fetch"),
                task("merge", 0, "build"),
                task("build", 0, "fetch", "lint"),
                task("fetch", 0),
                task("lint", 0)))
        .containsExactly(
            List.of("fetch", "lint"), List.of("build"), List.of("merge"), List.of("report"));
  }

  @Test
  void jobsStandNearWhatTheyNeedSoThatFewEdgesCross() {
    assertThat(layers(task("a", 0), task("b", 0), task("of-b", 0, "b"), task("of-a", 0, "a")))
        .containsExactly(List.of("a", "b"), List.of("of-a", "of-b"));
  }

  @Test
  void aMatrixIsOneJobOfTheWorstOfItsStates() {
    TaskView failed = Script.task("build", 1, "build (2)", List.of(), RunStatus.FAILED);
    JobGraph graph = JobGraph.of(List.of(task("build", 0), failed, task("build", 2)));
    assertThat(graph.jobs()).hasSize(1);
    JobGraph.Job build = graph.jobs().getFirst();
    assertThat(build.tasks()).hasSize(3);
    assertThat(build.name()).isEqualTo("build");
    assertThat(build.mark()).isEqualTo(Mark.FAILED);
  }

  @Test
  void aDamagedRunWhoseJobsNeedEachOtherIsDrawnAllTheSame() {
    assertThat(layers(task("a", 0, "b"), task("b", 0, "a"), task("c", 0, "gone")))
        .anySatisfy(layer -> assertThat(layer).contains("c"))
        .hasSizeLessThan(4);
  }

  private static TaskView task(String job, int index, String... needs) {
    return Script.task(job, index, job, List.of(needs), RunStatus.COMPLETED);
  }

  private static List<List<String>> layers(TaskView... tasks) {
    return JobGraph.of(List.of(tasks)).layers().stream()
        .map(layer -> layer.stream().map(JobGraph.Job::id).toList())
        .toList();
  }
}
