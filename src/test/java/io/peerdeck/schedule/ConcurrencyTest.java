package io.peerdeck.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.schedule.JobExecution.JobReport;
import io.peerdeck.schedule.TaskState.Wait;
import io.peerdeck.schedule.TestFleet.Node;
import io.peerdeck.workflow.PlannedGroup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Groups, fail-fast, max-parallel and the queue's bound, held by real schedulers of several peers.
class ConcurrencyTest {
  private static final TaskKey BUILD = new TaskKey("build", 0);
  private static final Submission.Job JOB = RunEventTest.job("build");

  @TempDir Path folder;
  private TestFleet fleet;

  @AfterEach
  void close() {
    fleet.close();
  }

  private void fleet(int nodes) {
    fleet = new TestFleet(folder, nodes);
    fleet.nodes.forEach(node -> node.behaviour = request -> Optional.empty());
  }

  private static Submission in(String group, boolean cancels, Submission.Job... jobs) {
    return under(
        new RunTerms(
            Optional.of(new ConcurrencyGroup(group, cancels)),
            RunTerms.QUEUE_TIMEOUT,
            RunTerms.ATTEMPTS,
            Map.of()),
        jobs);
  }

  private static Submission under(RunTerms terms, Submission.Job... jobs) {
    return CoordinatorTest.submission(jobs).toBuilder().terms(terms).build();
  }

  private static Submission.Job matrix(int count, boolean failFast, int parallel) {
    return new Submission.Job(
        "build", List.of(), List.of("linux"), count, new JobTerms(failFast, parallel, List.of()));
  }

  private boolean everywhere(Cid run, RunStatus status) {
    return fleet.nodes.stream()
        .allMatch(node -> node.scheduler.state(run).filter(s -> s.status() == status).isPresent());
  }

  private Node runner(Cid run) {
    return fleet.nodes.stream()
        .filter(
            node ->
                node.running.values().stream().anyMatch(e -> e.request().run().id().equals(run)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nobody runs it"));
  }

  private void end(Cid run, Conclusion conclusion) {
    Node runner = runner(run);
    Cid claim =
        runner.running.values().stream()
            .map(execution -> execution.request())
            .filter(request -> request.run().id().equals(run))
            .findFirst()
            .orElseThrow()
            .claim();
    runner.end(claim, JobReport.of(conclusion, ""));
  }

  @Test
  void inAGroupThatQueuesAllWaitAndTakeTheirTurns() {
    fleet(2);
    RunTerms terms =
        new RunTerms(
            Optional.of(new ConcurrencyGroup("deploy", false, "", true)),
            RunTerms.QUEUE_TIMEOUT,
            RunTerms.ATTEMPTS,
            Map.of());
    Node one = fleet.nodes.getFirst();
    Cid first = one.scheduler.submit(under(terms, JOB));
    fleet.until(() -> everywhere(first, RunStatus.IN_PROGRESS));
    Cid second = fleet.nodes.getLast().scheduler.submit(under(terms, JOB));
    fleet.until(() -> everywhere(second, RunStatus.PENDING));
    Cid third = one.scheduler.submit(under(terms, JOB));
    fleet.until(() -> everywhere(third, RunStatus.PENDING));
    end(first, Conclusion.SUCCESS);
    fleet.untilWithTime(() -> everywhere(second, RunStatus.IN_PROGRESS));
    assertThat(everywhere(third, RunStatus.PENDING)).isTrue();
    end(second, Conclusion.SUCCESS);
    fleet.untilWithTime(() -> everywhere(third, RunStatus.IN_PROGRESS));
    assertThat(everywhere(second, RunStatus.COMPLETED)).isTrue();
  }

  @Test
  void ofAGroupOneRunsAndOfThoseThatWaitOnlyTheNewestRemains() {
    fleet(2);
    Node one = fleet.nodes.getFirst();
    Node two = fleet.nodes.getLast();
    Cid first = one.scheduler.submit(in("deploy", false, JOB));
    fleet.until(() -> everywhere(first, RunStatus.IN_PROGRESS));
    Cid second = two.scheduler.submit(in("Deploy", false, JOB));
    fleet.until(() -> everywhere(second, RunStatus.PENDING));
    fleet.untilWithTime(() -> two.task(second, "build").waiting() == Wait.GROUP);
    assertThat(two.state(second).why(two.task(second, "build"), Object::toString))
        .contains("which has the concurrency group Deploy");
    fleet.untilWithTime(
        () ->
            one.scheduler.rows(Set.of(second.toString())).stream()
                .anyMatch(row -> row.waits().contains("concurrency group")));

    Cid third = one.scheduler.submit(in("deploy", false, JOB));
    Cid elsewhere = one.scheduler.submit(in("another", false, JOB));

    fleet.untilWithTime(() -> everywhere(second, RunStatus.CANCELLED));
    fleet.untilWithTime(() -> everywhere(elsewhere, RunStatus.IN_PROGRESS));
    assertThat(one.state(second).cancellation().orElseThrow().reason())
        .contains("waits in the concurrency group Deploy instead");
    assertThat(one.state(first).status()).isEqualTo(RunStatus.IN_PROGRESS);
    assertThat(one.state(third).status()).isEqualTo(RunStatus.PENDING);

    end(first, Conclusion.SUCCESS);
    fleet.untilWithTime(() -> everywhere(third, RunStatus.IN_PROGRESS));
    assertThat(one.state(first).status()).isEqualTo(RunStatus.COMPLETED);
  }

  @Test
  void whoCancelsWhatRunsTakesItsPlace() {
    fleet(2);
    Cid first = fleet.nodes.getFirst().scheduler.submit(in("g", false, JOB));
    fleet.until(() -> everywhere(first, RunStatus.IN_PROGRESS));

    Cid second = fleet.nodes.getLast().scheduler.submit(in("g", true, JOB));

    fleet.untilWithTime(() -> everywhere(first, RunStatus.CANCELLED));
    fleet.untilWithTime(() -> everywhere(second, RunStatus.IN_PROGRESS));
    assertThat(fleet.nodes.getFirst().state(first).cancellation().orElseThrow().reason())
        .contains("cancels what is in the concurrency group g");
  }

  @Test
  void twoThatStartedOnTwoSidesOfAPartitionSaySoAndTheLaterDoesNotGoFurther() {
    fleet(2);
    Node one = fleet.nodes.getFirst();
    Node two = fleet.nodes.getLast();
    Submission.Job next = RunEventTest.job("next", "build");
    fleet.partition(List.of(one));
    Cid a = one.scheduler.submit(in("g", false, JOB, next));
    Cid b = two.scheduler.submit(in("g", false, JOB, next));
    fleet.untilWithTime(() -> one.runs(BUILD) && two.runs(BUILD));
    fleet.partition(List.of());
    fleet.untilWithTime(() -> everywhere(a, RunStatus.IN_PROGRESS));
    fleet.untilWithTime(() -> everywhere(b, RunStatus.IN_PROGRESS));
    boolean aFirst = one.clock.get(a).orElseThrow().compareTo(one.clock.get(b).orElseThrow()) < 0;
    Cid earlier = aFirst ? a : b;
    Cid later = aFirst ? b : a;
    for (Node node : fleet.nodes) {
      assertThat(node.state(later).why(node.task(later, "build"), Object::toString))
          .contains("both started");
      assertThat(node.state(earlier).why(node.task(earlier, "build"), Object::toString)).isEmpty();
    }

    end(later, Conclusion.SUCCESS);
    fleet.untilWithTime(
        () ->
            fleet.nodes.stream()
                .allMatch(node -> node.task(later, "next").waiting() == Wait.GROUP));
    end(earlier, Conclusion.SUCCESS);
    fleet.nodes.forEach(
        node -> node.behaviour = request -> Optional.of(JobReport.of(Conclusion.SUCCESS, "")));
    fleet.untilWithTime(
        () ->
            everywhere(earlier, RunStatus.IN_PROGRESS) || everywhere(earlier, RunStatus.COMPLETED));
    fleet.untilWithTime(() -> everywhere(earlier, RunStatus.COMPLETED));
    fleet.untilWithTime(() -> everywhere(later, RunStatus.COMPLETED));
  }

  @Test
  void aJobsOwnGroupIsHeldAcrossRuns() {
    fleet(2);
    Submission.Job alone =
        new Submission.Job(
            "build",
            List.of(),
            List.of("linux"),
            1,
            new JobTerms(false, 0, List.of(new ConcurrencyGroup("db", false))));
    Submission.Job free = RunEventTest.job("lint");
    Node one = fleet.nodes.getFirst();
    Cid first = one.scheduler.submit(CoordinatorTest.submission(alone));
    fleet.until(() -> everywhere(first, RunStatus.IN_PROGRESS));
    Cid second = fleet.nodes.getLast().scheduler.submit(CoordinatorTest.submission(alone, free));
    fleet.untilWithTime(() -> everywhere(second, RunStatus.IN_PROGRESS));
    assertThat(one.task(second, "build").waiting()).isEqualTo(Wait.GROUP);

    Cid third = one.scheduler.submit(CoordinatorTest.submission(alone));
    fleet.untilWithTime(() -> one.task(second, "build").status() == RunStatus.CANCELLED);
    assertThat(one.task(second, "build").result().orElseThrow().finished().message())
        .contains("waits in the concurrency group db instead");
    assertThat(one.task(second, "lint").status()).isEqualTo(RunStatus.IN_PROGRESS);

    end(first, Conclusion.SUCCESS);
    fleet.untilWithTime(() -> everywhere(third, RunStatus.IN_PROGRESS));
  }

  @Test
  void theJobsOfACallHoldTheirGroupFromTheFirstToTheLast() {
    fleet(2);
    JobTerms terms = new JobTerms(false, 0, List.of(new ConcurrencyGroup("db", false, "call")));
    Submission.Job first = new Submission.Job("build", List.of(), List.of("linux"), 1, terms);
    Submission.Job last = new Submission.Job("pack", List.of("build"), List.of("linux"), 1, terms);
    Node one = fleet.nodes.getFirst();
    Cid holder = one.scheduler.submit(CoordinatorTest.submission(first, last));
    fleet.until(() -> everywhere(holder, RunStatus.IN_PROGRESS));
    Cid waiting = fleet.nodes.getLast().scheduler.submit(CoordinatorTest.submission(first, last));
    fleet.untilWithTime(() -> one.task(waiting, "build").waiting() == Wait.GROUP);

    end(holder, Conclusion.SUCCESS);
    fleet.untilWithTime(() -> one.task(holder, "pack").status() == RunStatus.IN_PROGRESS);
    assertThat(one.task(waiting, "build").waiting()).isEqualTo(Wait.GROUP);
    end(holder, Conclusion.SUCCESS);
    fleet.untilWithTime(() -> everywhere(waiting, RunStatus.IN_PROGRESS));
  }

  @Test
  void whoIsInTwoGroupsNeedsBothAndHoldsUpNobodyInTheOneBeforeItHasTheOther() {
    fleet(1);
    Node one = fleet.nodes.getFirst();
    ConcurrencyGroup call = new ConcurrencyGroup("deploy", false, "call");
    ConcurrencyGroup database = new ConcurrencyGroup("db", false);
    Cid holder = one.scheduler.submit(CoordinatorTest.submission(inGroups("build", call)));
    fleet.until(() -> everywhere(holder, RunStatus.IN_PROGRESS));
    Cid both = one.scheduler.submit(CoordinatorTest.submission(inGroups("build", database, call)));
    fleet.untilWithTime(() -> one.task(both, "build").waiting() == Wait.GROUP);
    assertThat(one.state(both).why(one.task(both, "build"), Object::toString)).contains("deploy");

    Cid other = one.scheduler.submit(CoordinatorTest.submission(inGroups("build", database)));
    fleet.untilWithTime(() -> everywhere(other, RunStatus.IN_PROGRESS));
    end(holder, Conclusion.SUCCESS);
    fleet.untilWithTime(
        () -> one.state(both).why(one.task(both, "build"), Object::toString).contains("group db."));
    assertThat(one.task(both, "build").waiting()).isEqualTo(Wait.GROUP);
    end(other, Conclusion.SUCCESS);
    fleet.untilWithTime(() -> everywhere(both, RunStatus.IN_PROGRESS));

    Cid outside = one.scheduler.submit(CoordinatorTest.submission(inGroups("build", call)));
    Cid inside = one.scheduler.submit(CoordinatorTest.submission(inGroups("build", database)));
    fleet.untilWithTime(() -> one.task(outside, "build").waiting() == Wait.GROUP);
    fleet.untilWithTime(() -> one.task(inside, "build").waiting() == Wait.GROUP);
    end(both, Conclusion.SUCCESS);
    fleet.untilWithTime(() -> everywhere(outside, RunStatus.IN_PROGRESS));
    fleet.untilWithTime(() -> everywhere(inside, RunStatus.IN_PROGRESS));
  }

  @Test
  void aRunThatIsReleasedWhileALaterOneRunsWaitsForIt() {
    fleet(1);
    Node one = fleet.nodes.getFirst();
    Cid held = one.scheduler.submit(in("deploy", false, JOB));
    fleet.until(() -> everywhere(held, RunStatus.IN_PROGRESS));
    Cid second = one.scheduler.submit(in("deploy", false, JOB));
    fleet.untilWithTime(() -> one.task(second, "build").waiting() == Wait.GROUP);
    one.scheduler.hold(second);
    fleet.untilWithTime(() -> one.task(second, "build").waiting() == Wait.HELD);
    end(held, Conclusion.SUCCESS);
    Cid third = one.scheduler.submit(in("deploy", true, JOB));
    fleet.untilWithTime(() -> everywhere(third, RunStatus.IN_PROGRESS));
    one.scheduler.release(second);
    fleet.untilWithTime(() -> one.task(second, "build").waiting() == Wait.GROUP);
    assertThat(one.state(second).cancellation()).isEmpty();
    end(third, Conclusion.SUCCESS);
    fleet.untilWithTime(() -> everywhere(second, RunStatus.IN_PROGRESS));
  }

  private static Submission.Job inGroups(String id, ConcurrencyGroup... innermostFirst) {
    return new Submission.Job(
        id, List.of(), List.of("linux"), 1, new JobTerms(false, 0, List.of(innermostFirst)));
  }

  @Test
  void aGroupThatNamesItsRunIsOfThatRunAlone() {
    fleet(1);
    Node one = fleet.nodes.getFirst();
    Cid first = one.scheduler.submit(in("ci-" + PlannedGroup.RUN, true, JOB));
    fleet.until(() -> everywhere(first, RunStatus.IN_PROGRESS));
    Cid second = one.scheduler.submit(in("ci-" + PlannedGroup.RUN, true, JOB));
    fleet.untilWithTime(() -> everywhere(second, RunStatus.IN_PROGRESS));
    assertThat(everywhere(first, RunStatus.IN_PROGRESS)).isTrue();

    Cid third = one.scheduler.submit(in("ci-" + PlannedGroup.SUBMITTER, false, JOB));
    end(first, Conclusion.SUCCESS);
    fleet.untilWithTime(() -> everywhere(third, RunStatus.IN_PROGRESS));
    Cid fourth = one.scheduler.submit(in("ci-" + PlannedGroup.SUBMITTER, false, JOB));
    fleet.untilWithTime(() -> one.task(fourth, "build").waiting() == Wait.GROUP);
  }

  @Test
  void aFailureEndsItsSiblingsOnOtherPeersAndWhatHasNotBegun() {
    fleet(2);
    Node one = fleet.nodes.getFirst();
    Cid run = one.scheduler.submit(CoordinatorTest.submission(matrix(6, true, 0)));
    fleet.untilWithTime(() -> fleet.nodes.stream().allMatch(node -> node.running.size() == 2));
    TaskKey failing = one.started.getFirst().task();

    one.end(failing, JobReport.of(Conclusion.FAILURE, "exit 1"));

    fleet.untilWithTime(() -> everywhere(run, RunStatus.FAILED));
    for (Node node : fleet.nodes) {
      RunState state = node.state(run);
      assertThat(state.failed()).isEqualTo(1);
      assertThat(state.tasks())
          .filteredOn(task -> !task.key().equals(failing))
          .hasSize(5)
          .allMatch(task -> task.status() == RunStatus.CANCELLED && task.result().isPresent())
          .allMatch(task -> state.why(task, Object::toString).contains(failing + " failed"));
    }
    // The slot of the failed one may be taken again before the failure is sealed, no other.
    assertThat(one.started).hasSizeBetween(2, 3);
    assertThat(fleet.nodes.getLast().started).hasSize(2);
  }

  @Test
  void atMostAsManyRunAtOnceInTheWholeFleetAsTheJobAllows() {
    fleet(3);
    Node one = fleet.nodes.getFirst();
    Cid run = one.scheduler.submit(CoordinatorTest.submission(matrix(5, false, 2)));
    Set<TaskKey> begun = new HashSet<>();
    for (int ended = 0; ended < 5; ended++) {
      int now = Math.min(2, 5 - ended);
      fleet.untilWithTime(() -> running() == now);
      fleet.advance(Duration.ofSeconds(5));
      fleet.exchange();
      assertThat(running()).isEqualTo(now);
      if (ended < 3) {
        assertThat(one.state(run).tasks()).anyMatch(task -> task.waiting() == Wait.TURN);
      }
      Node busy = fleet.nodes.stream().filter(n -> !n.running.isEmpty()).findFirst().orElseThrow();
      TaskKey task = busy.running.values().iterator().next().request().task();
      begun.add(task);
      busy.end(task, JobReport.of(Conclusion.SUCCESS, ""));
    }
    fleet.untilWithTime(() -> everywhere(run, RunStatus.COMPLETED));
    assertThat(begun).hasSize(5);
  }

  private long running() {
    return fleet.nodes.stream().mapToLong(node -> node.running.size()).sum();
  }

  @Test
  void aRunThatFindsNoPeerIsCancelledAfterItsTimeAndSaysWhichJob() {
    fleet(1);
    Node one = fleet.nodes.getFirst();
    RunTerms terms = new RunTerms(Optional.empty(), Duration.ofSeconds(90), 5, Map.of());
    Cid run =
        one.scheduler.submit(
            under(
                terms,
                new Submission.Job("build", List.of(), List.of("gpu"), 1),
                RunEventTest.job("lint")));
    fleet.untilWithTime(() -> one.runs(new TaskKey("lint", 0)));
    fleet.advance(Duration.ofSeconds(120));
    fleet.until(() -> true);
    assertThat(one.state(run).status()).isEqualTo(RunStatus.IN_PROGRESS);

    one.end(new TaskKey("lint", 0), JobReport.of(Conclusion.SUCCESS, ""));

    fleet.untilWithTime(() -> everywhere(run, RunStatus.CANCELLED));
    assertThat(one.state(run).cancellation().orElseThrow().reason())
        .isEqualTo("`build` found no peer within 90 s.");
    assertThat(one.task(run, "lint").status()).isEqualTo(RunStatus.COMPLETED);
  }
}
