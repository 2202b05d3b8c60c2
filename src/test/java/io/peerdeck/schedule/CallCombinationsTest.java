package io.peerdeck.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.schedule.JobExecution.JobReport;
import io.peerdeck.schedule.TaskState.Wait;
import io.peerdeck.schedule.TestFleet.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Jobs of a call whose combinations are told by the indices of their tasks, on several peers.
class CallCombinationsTest {
  private static final String LATE =
      """
      [{"depth": 0, "matrix": {"t": "${{ fromJSON(needs.plan.outputs.list) }}"}}%s]\
      """;

  @TempDir Path folder;
  private final List<String> begun = Collections.synchronizedList(new ArrayList<>());
  private TestFleet fleet;

  @AfterEach
  void close() {
    fleet.close();
  }

  /// Of `use` each combination has as many as its own `make` says.
  private static Submission submission(boolean failFast, int parallel) {
    return CoordinatorTest.submission(
        RunEventTest.job("plan"),
        job("call / make", List.of("plan"), "", failFast, parallel),
        job(
            "call / use",
            List.of("plan", "call / make"),
            ", {\"matrix\": {\"n\": \"${{ fromJSON(needs['call / make'].outputs.list) }}\"}}",
            failFast,
            parallel),
        RunEventTest.job("always-report", "plan", "call / make", "call / use"));
  }

  private static Submission.Job job(
      String id, List<String> needs, String own, boolean failFast, int parallel) {
    return new Submission.Job(
        id,
        needs,
        List.of("linux"),
        1,
        new JobTerms(
            false,
            0,
            List.of(List.of(new ConcurrencyGroup("g", false, "other"))),
            List.of(),
            Optional.of(LATE.formatted(own)),
            List.of(new CallTerms("call", "", failFast, parallel))));
  }

  private Cid run(Submission submission, String failing) {
    fleet = new TestFleet(folder, 3);
    for (Node node : fleet.nodes) {
      node.behaviour =
          request -> {
            begun.add(request.task().toString());
            return Optional.of(report(request.task(), failing));
          };
    }
    Cid run = fleet.nodes.getFirst().scheduler.submit(submission);
    fleet.untilWithTime(
        () -> fleet.nodes.stream().allMatch(node -> TestFleet.settled(node.state(run))));
    return run;
  }

  private static JobReport report(TaskKey task, String failing) {
    if (task.toString().equals(failing)) {
      return JobReport.of(Conclusion.FAILURE, "exit 1");
    }
    JobReport done = JobReport.of(Conclusion.SUCCESS, "");
    String list =
        switch (task.toString()) {
          case "plan" -> "[\"a\", \"b\", \"c\"]";
          case "call / make:1" -> "[1, 2]";
          default -> "[1]";
        };
    return new JobReport(
        done.conclusion(),
        Map.of("list", list),
        done.log(),
        done.logBytes(),
        done.notes(),
        done.artifacts(),
        done.steps(),
        done.millis(),
        done.message());
  }

  private List<String> tasks(Cid run) {
    List<String> first = texts(fleet.nodes.getFirst().state(run));
    assertThat(fleet.nodes).allSatisfy(node -> assertThat(texts(node.state(run))).isEqualTo(first));
    return first;
  }

  private static List<String> texts(RunState run) {
    return run.tasks().stream().map(task -> task.key() + " " + task.status().text()).toList();
  }

  @Test
  void eachCombinationHasTheTasksItsOwnJobsSayAndRunsAfterThemAlone() {
    Cid run = run(submission(false, 1), "");
    assertThat(tasks(run))
        .containsExactly(
            "plan completed",
            "call / make completed",
            "call / make:1 completed",
            "call / make:2 completed",
            "call / use completed",
            "call / use:1 completed",
            "call / use:257 completed",
            "call / use:2 completed",
            "always-report completed");
    assertThat(begun.subList(0, 3)).containsExactly("plan", "call / make", "call / use");
    assertThat(begun.indexOf("call / make:2"))
        .as("one combination at a time: %s", begun)
        .isGreaterThan(begun.indexOf("call / use:257"));
    RunState state = fleet.nodes.getFirst().state(run);
    assertThat(state.inputsOf(new TaskKey("call / use", 257)))
        .extracting(result -> result.finished().task().toString())
        .containsExactly("plan", "call / make:1");
  }

  @Test
  void aFailureEndsTheOtherCombinationsAndItsOwnGoesOn() {
    Cid run = run(submission(true, 1), "call / make");
    assertThat(tasks(run))
        .containsExactly(
            "plan completed",
            "call / make failed",
            "call / make:1 cancelled",
            "call / make:2 cancelled",
            "call / use completed",
            "call / use:1 cancelled",
            "call / use:2 cancelled",
            "always-report completed");
    RunState state = fleet.nodes.getLast().state(run);
    assertThat(state.task(new TaskKey("call / use", 0)).orElseThrow().result().orElseThrow())
        .satisfies(
            skipped -> assertThat(skipped.finished().conclusion()).isEqualTo(Conclusion.SKIPPED));
    assertThat(begun).doesNotContain("call / make:1", "call / make:2");
    assertThat(state.why(state.task(new TaskKey("call / make", 2)).orElseThrow(), Object::toString))
        .isEqualTo("Cancelled because call / make failed (fail-fast).");
  }

  @Test
  void aCombinationThatIsRunAgainTakesThoseThatNeedItAndNoOthers() {
    Cid run = run(submission(false, 0), "call / make:2");
    Node one = fleet.nodes.getFirst();
    begun.clear();
    fleet.nodes.forEach(
        node ->
            node.behaviour =
                request -> {
                  begun.add(request.task().toString());
                  return Optional.of(report(request.task(), ""));
                });
    Cid again = one.scheduler.again(run, new Again.Job("call / make", OptionalInt.of(2)));
    fleet.untilWithTime(() -> TestFleet.settled(one.state(again)));
    assertThat(begun).containsExactly("call / make:2", "call / use:2", "always-report");
    assertThat(one.state(again).status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(one.task(again, "call / use").takenFrom()).contains(run);
  }

  @Test
  void whatWaitsForItsTurnSaysForWhich() {
    fleet = new TestFleet(folder, 1);
    Node node = fleet.nodes.getFirst();
    node.behaviour =
        request ->
            request.task().job().equals("plan")
                ? Optional.of(report(request.task(), ""))
                : Optional.empty();
    Cid run = node.scheduler.submit(submission(false, 2));
    fleet.untilWithTime(() -> node.running.size() == 2);
    TaskState third = node.state(run).task(new TaskKey("call / make", 2)).orElseThrow();
    assertThat(third.waiting()).isEqualTo(Wait.TURN);
    assertThat(node.state(run).why(third, Object::toString))
        .isEqualTo("Waits for its turn: of the calls of call at most 2 run at once.");
  }
}
