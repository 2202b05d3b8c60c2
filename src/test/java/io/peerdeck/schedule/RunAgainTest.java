package io.peerdeck.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.DagCbor;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.schedule.JobExecution.JobReport;
import io.peerdeck.schedule.TestFleet.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run in part again: by real schedulers, and by entries that claim more than they may.
class RunAgainTest {
  private static final TaskKey BUILD = new TaskKey("build", 0);
  private static final TaskKey TEST = new TaskKey("test", 0);

  @TempDir Path folder;
  private TestFleet fleet;

  @AfterEach
  void close() {
    if (fleet != null) {
      fleet.close();
    }
  }

  private static Submission threeJobs() {
    return CoordinatorTest.submission(
        RunEventTest.job("build"),
        new Submission.Job("test", List.of("build"), List.of("linux"), 3),
        RunEventTest.job("always-merge", "test"));
  }

  private Cid settled(Cid run) {
    fleet.until(() -> fleet.nodes.stream().allMatch(node -> isSettled(node, run)));
    return run;
  }

  private static boolean isSettled(Node node, Cid run) {
    return node.scheduler.state(run).filter(TestFleet::settled).isPresent();
  }

  @Test
  void onlyWhatFailedAndWhatNeedsItRunsAgainAndAllPeersTellTheSame() {
    fleet = new TestFleet(folder, 2);
    Node submitter = fleet.nodes.getFirst();
    Node other = fleet.nodes.getLast();
    fleet.nodes.forEach(
        node ->
            node.behaviour =
                request ->
                    Optional.of(
                        JobReport.of(
                            request.task().equals(new TaskKey("test", 1))
                                ? Conclusion.FAILURE
                                : Conclusion.SUCCESS,
                            "")));
    Cid first = settled(submitter.scheduler.submit(threeJobs()));
    fleet.nodes.forEach(
        node -> {
          node.behaviour = request -> Optional.of(JobReport.of(Conclusion.SUCCESS, ""));
          node.started.clear();
        });

    Cid second = settled(other.scheduler.again(first, new Again.Failed()));

    RunState before = submitter.state(first);
    RunState after = submitter.state(second);
    assertThat(after).isEqualTo(other.state(second));
    assertThat(after.status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(after.tasks().stream().map(task -> task.takenFrom().isPresent()))
        .containsExactly(true, true, false, true, false);
    assertThat(result(after, BUILD)).isEqualTo(result(before, BUILD));
    assertThat(after.why(after.task(BUILD).orElseThrow(), PeerId::toString))
        .startsWith("Taken over from run …");
    assertThat(fleet.nodes.stream().flatMap(node -> node.started.stream()))
        .extracting(request -> request.task().toString())
        .containsExactlyInAnyOrder("test:1", "always-merge");
    assertThat(before.status()).isEqualTo(RunStatus.FAILED);

    Cid third = settled(other.scheduler.again(second, new Again.Job("test", OptionalInt.of(0))));
    RunState last = submitter.state(third);
    assertThat(last.submission().again().orElseThrow().attempt()).isEqualTo(3);
    assertThat(result(last, BUILD)).isEqualTo(result(before, BUILD));
    assertThat(result(last, new TaskKey("test", 1)))
        .isEqualTo(result(after, new TaskKey("test", 1)));
    assertThat(result(last, TEST)).isNotEqualTo(result(before, TEST));
    assertThatThrownBy(() -> other.scheduler.again(third, new Again.Failed()))
        .hasMessageContaining("nothing failed");
    assertThatThrownBy(
            () -> other.scheduler.again(third, new Again.Job("deploy", OptionalInt.empty())))
        .hasMessageContaining("has no task `deploy`");
  }

  @Test
  void runsCountPerWorkflowAndAttemptsPerRunWhoeverSubmits() {
    fleet = new TestFleet(folder, 2);
    fleet.nodes.forEach(
        node -> node.behaviour = request -> Optional.of(JobReport.of(Conclusion.SUCCESS, "")));
    Node one = fleet.nodes.getFirst();
    Node two = fleet.nodes.getLast();
    Submission ci = CoordinatorTest.submission(RunEventTest.job("build"));
    Submission nightly = named(ci, "nightly.yml");

    Cid first = settled(one.scheduler.submit(ci));
    Cid second = settled(two.scheduler.submit(ci));
    Cid other = settled(two.scheduler.submit(nightly));
    Scheduler.Draft shown = one.scheduler.draft(ci);
    Cid third = settled(one.scheduler.submit(ci));
    Cid fourth = settled(one.scheduler.submit(shown));
    assertThat(List.of(first, second, other, third, fourth))
        .extracting(run -> two.state(run).submission().terms().number())
        .containsExactly(1, 2, 1, 3, 4);

    Cid again = settled(two.scheduler.again(second, new Again.Whole()));
    Cid onceMore = settled(one.scheduler.again(second, new Again.Whole()));
    Cid ofThat = settled(two.scheduler.again(again, new Again.Whole()));
    assertThat(List.of(again, onceMore, ofThat))
        .extracting(run -> one.state(run).submission().terms().number())
        .containsOnly(2);
    assertThat(List.of(again, onceMore, ofThat))
        .extracting(run -> one.state(run).submission().again().orElseThrow().attempt())
        .containsExactly(2, 3, 4);
    assertThat(one.state(settled(one.scheduler.submit(ci))).submission().terms().number())
        .isEqualTo(5);
  }

  private static Submission named(Submission usual, String file) {
    return usual.toBuilder().file(file).build();
  }

  private static Cid result(RunState run, TaskKey task) {
    return run.task(task).orElseThrow().result().orElseThrow().cid();
  }

  @Test
  void aRunThatHasNotEndedIsNotRunAgainInPart() {
    fleet = new TestFleet(folder, 1);
    Node node = fleet.nodes.getFirst();
    node.refuses = Optional.of("not now");
    Cid run = node.scheduler.submit(threeJobs());

    assertThatThrownBy(() -> node.scheduler.again(run, new Again.Failed()))
        .hasMessageContaining("has not ended");
  }

  @Test
  void theBodyOfALargeRepetitionFitsItsEntry() {
    Submission many =
        CoordinatorTest.submission(
            new Submission.Job("test", List.of(), List.of("linux"), 1000),
            RunEventTest.job("merge", "test"));
    Map<TaskKey, Cid> taken = new java.util.TreeMap<>();
    many.tasks().stream().limit(999).forEach(task -> taken.put(task, RunEventTest.CID));
    Submission again = many.repeated(new Repeat(RunEventTest.CID, 4, taken));

    byte[] body = DagCbor.encode(again.toBody());
    assertThat(body.length).isLessThan(60_000);
    assertThat(RunEvent.parse(Submission.KIND, DagCbor.decodeMap(body))).contains(again);
  }

  @Test
  void aResultIsTakenOverOnlyIfItsSubmitterKnewItAndItRestsOnWhatIsTaken() {
    PaperClock clock = new PaperClock(2);
    Submission jobs =
        RunEventTest.submission(
                List.of(RunEventTest.job("build"), RunEventTest.job("test", "build")))
            .repeated(RunEventTest.CID);
    Entry first = clock.submit(0, jobs);
    Entry built = finish(clock, first, BUILD);
    Entry tested = finish(clock, first, TEST, built.cid());
    Entry other =
        clock.submit(
            0,
            Submission.of(
                    "CI",
                    "ci.yml",
                    Cid.of(Cid.RAW, new byte[] {9}),
                    List.of(RunEventTest.job("build")))
                .event("push")
                .build());
    Entry elsewhere = finish(clock, other, BUILD);

    assertThat(taken(clock, 0, first, Map.of(BUILD, built.cid(), TEST, tested.cid())))
        .as("both")
        .isEqualTo(2);
    assertThat(taken(clock, 0, first, Map.of(TEST, tested.cid())))
        .as("a result whose need runs again")
        .isZero();
    assertThat(taken(clock, 1, first, Map.of(BUILD, built.cid())))
        .as("a result its submitter did not know")
        .isZero();
    assertThat(taken(clock, 0, first, Map.of(BUILD, elsewhere.cid())))
        .as("a result of another workflow")
        .isZero();
    assertThat(taken(clock, 0, first, Map.of(BUILD, tested.cid())))
        .as("a result of another job")
        .isZero();
    assertThat(taken(clock, 0, first, Map.of(BUILD, first.cid()))).as("no result").isZero();
  }

  private static Entry finish(PaperClock clock, Entry run, TaskKey task, Cid... consumed) {
    Entry claim = clock.write(0, run.cid(), new RunEvent.Claimed(task, 1));
    return clock.write(
        0, run.cid(), RunFoldTest.finished(claim, task, 1, Conclusion.SUCCESS, consumed));
  }

  private static long taken(PaperClock clock, int by, Entry first, Map<TaskKey, Cid> taken) {
    Submission submission = (Submission) RunEvent.parse(first.kind(), first.body()).orElseThrow();
    Entry again = clock.submit(by, submission.repeated(new Repeat(first.cid(), 2, taken)));
    return clock.fold(again, clock.all()).tasks().stream()
        .filter(task -> task.takenFrom().isPresent() && task.sealed())
        .count();
  }

  @Test
  void aTaskWhosePeersAreLostIsNotTriedForEver() {
    fleet = new TestFleet(folder, 3);
    fleet.nodes.forEach(node -> node.behaviour = request -> Optional.empty());
    Node submitter = fleet.nodes.getFirst();
    Submission build = CoordinatorTest.submission(RunEventTest.job("build"));
    Cid run =
        submitter.scheduler.submit(
            build.toBuilder()
                .terms(new RunTerms(Optional.empty(), Duration.ofHours(1), 1, Map.of()))
                .build());
    fleet.until(() -> fleet.nodes.stream().anyMatch(node -> node.runs(BUILD)));
    Node holder = fleet.nodes.stream().filter(node -> node.runs(BUILD)).findFirst().orElseThrow();
    List<Node> rest = fleet.nodes.stream().filter(node -> node != holder).toList();
    fleet.until(
        () ->
            rest.stream()
                .allMatch(
                    n ->
                        n.scheduler.state(run).isPresent()
                            && n.state(run).status() == RunStatus.IN_PROGRESS));
    holder.die();

    fleet.untilWithTime(
        () -> rest.stream().allMatch(n -> n.state(run).status() == RunStatus.FAILED));

    TaskState task = rest.getFirst().task(run, "build");
    assertThat(task.attempt()).isEqualTo(2);
    assertThat(task.result().orElseThrow().finished().message()).contains("Not tried once more: 1");
    assertThat(rest).allMatch(node -> node.started.isEmpty());
  }
}
