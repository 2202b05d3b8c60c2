package io.peerdeck.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerdeck.clock.Entry;
import io.peerdeck.fleet.MemberChange;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.schedule.JobExecution.JobReport;
import io.peerdeck.schedule.TaskState.Wait;
import io.peerdeck.schedule.TestFleet.Execution;
import io.peerdeck.schedule.TestFleet.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoordinatorTest {
  private static final TaskKey BUILD = new TaskKey("build", 0);

  @TempDir Path folder;
  private TestFleet fleet;

  private TestFleet fleet(int nodes) {
    fleet = new TestFleet(folder, nodes);
    return fleet;
  }

  @AfterEach
  void close() {
    if (fleet != null) {
      fleet.close();
    }
  }

  static Submission submission(Submission.Job... jobs) {
    return Submission.of("CI", "ci.yml", RunEventTest.CID, List.of(jobs)).event("push").build();
  }

  private static Submission build() {
    return submission(RunEventTest.job("build"));
  }

  private Node owner(Cid run) {
    return fleet.node(fleet.nodes.getFirst().task(run, "build").ranking().peers().getFirst());
  }

  private void allWait() {
    fleet.nodes.forEach(node -> node.behaviour = request -> Optional.empty());
  }

  private boolean everywhere(Cid run, RunStatus status) {
    return fleet.nodes.stream()
        .filter(node -> node.alive)
        .allMatch(node -> node.scheduler.state(run).filter(s -> s.status() == status).isPresent());
  }

  @Test
  void oneNodeRunsAWorkflowToItsEnd() {
    Node node = fleet(1).nodes.getFirst();
    Cid run =
        node.scheduler.submit(
            submission(
                RunEventTest.job("build"),
                new Submission.Job("test", List.of("build"), List.of("linux"), 3),
                RunEventTest.job("merge", "test")));

    fleet.until(() -> TestFleet.settled(node.state(run)));

    RunState state = node.state(run);
    assertThat(state.status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(state.tasks()).allMatch(TaskState::sealed).allMatch(task -> task.attempt() == 1);
    Set<Cid> before = new HashSet<>();
    state.tasks().subList(0, 4).forEach(t -> before.add(t.result().orElseThrow().cid()));
    assertThat(new HashSet<>(state.tasks().getLast().result().orElseThrow().finished().consumed()))
        .isEqualTo(before);
    assertThat(node.started).hasSize(5);
    assertThat(node.scheduler.list(RunFilter.all(10)).runs().getFirst().id()).isEqualTo(run);
  }

  @Test
  void theTasksOfARunSpreadOverThePeersByRank() {
    fleet(3);
    Node submitter = fleet.nodes.get(1);
    Cid run =
        submitter.scheduler.submit(
            submission(new Submission.Job("build", List.of(), List.of("linux"), 12)));

    fleet.until(() -> TestFleet.settled(submitter.state(run)));
    fleet.until(() -> everywhere(run, RunStatus.COMPLETED));

    for (Node node : fleet.nodes) {
      assertThat(node.state(run)).isEqualTo(submitter.state(run));
    }
    assertThat(submitter.state(run).peers()).hasSizeGreaterThan(1);
    assertThat(submitter.state(run).tasks())
        .allSatisfy(
            task ->
                assertThat(task.holder().orElseThrow().peer())
                    .isEqualTo(task.ranking().owner().orElseThrow()));
  }

  @Test
  void whoMustRefuseSaysWhyAndTheNextRankTakesIt() {
    fleet(3);
    fleet.nodes.forEach(node -> node.refuses = Optional.of("does not trust peer 0"));
    Cid run = fleet.nodes.getFirst().scheduler.submit(build());
    List<PeerId> ranked = fleet.nodes.getFirst().task(run, "build").ranking().peers();
    fleet.node(ranked.get(2)).refuses = Optional.empty();

    fleet.until(() -> everywhere(run, RunStatus.COMPLETED));

    TaskState task = fleet.nodes.getFirst().task(run, "build");
    assertThat(task.holder().orElseThrow().peer()).isEqualTo(ranked.get(2));
    assertThat(fleet.nodes.getFirst().clock.entriesOf(run.toString(), "job.declined")).hasSize(2);
  }

  @Test
  void aRankThatDoesNothingHasOneWindow() {
    fleet(2);
    Cid run = fleet.nodes.getFirst().scheduler.draft(build()).entry().cid();
    fleet.nodes.getFirst().missing.add(RunEventTest.CID);
    fleet.nodes.getLast().missing.add(RunEventTest.CID);
    Cid id = fleet.nodes.getFirst().scheduler.submit(build());
    Node owner = owner(id);
    Node other = owner == fleet.nodes.getFirst() ? fleet.nodes.getLast() : fleet.nodes.getFirst();
    other.missing.clear();
    fleet.until(() -> other.scheduler.state(id).isPresent());
    assertThat(other.task(id, "build").holder()).isEmpty();

    fleet.untilWithTime(() -> everywhere(id, RunStatus.COMPLETED));

    assertThat(other.task(id, "build").holder().orElseThrow().peer()).isEqualTo(other.id());
    assertThat(run).isNotNull();
  }

  @Test
  void whenTheHolderDiesTheNextRankTakesOverAfterTheLease() {
    fleet(3);
    allWait();
    Node submitter = fleet.nodes.getFirst();
    Cid run = submitter.scheduler.submit(build());
    Node owner = owner(run);
    fleet.until(() -> owner.runs(BUILD));
    fleet.until(() -> everywhere(run, RunStatus.IN_PROGRESS));
    List<PeerId> ranked = submitter.task(run, "build").ranking().peers();
    owner.die();
    List<Node> rest = fleet.nodes.stream().filter(node -> node != owner).toList();
    fleet.advance(Duration.ofSeconds(8));
    fleet.until(() -> true);
    assertThat(rest).allMatch(node -> node.running.isEmpty());

    Node next = fleet.node(ranked.get(1));
    fleet.untilWithTime(() -> next.runs(BUILD));
    next.end(BUILD, JobReport.of(Conclusion.SUCCESS, ""));
    fleet.until(() -> rest.stream().allMatch(n -> n.state(run).status() == RunStatus.COMPLETED));

    for (Node node : rest) {
      assertThat(node.task(run, "build").attempt()).isEqualTo(2);
      assertThat(node.task(run, "build").results()).hasSize(1);
    }
  }

  @Test
  void aRestartedHolderGivesItsAttemptUp() {
    fleet(1);
    Node node = fleet.nodes.getFirst();
    node.refuses = Optional.of("not yet");
    Cid run = node.scheduler.submit(build());
    fleet.until(() -> !node.task(run, "build").declined().isEmpty());
    // Before the claim is there: a refusal of the attempt after it would give that one up as well.
    node.refuses = Optional.empty();
    // a claim of an earlier life of this process
    node.clock
        .append(RunEvent.Claimed.KIND, run.toString(), new RunEvent.Claimed(BUILD, 1).toBody())
        .join();

    fleet.untilWithTime(() -> TestFleet.settled(node.state(run)));

    assertThat(node.task(run, "build").attempt()).isEqualTo(2);
    assertThat(node.task(run, "build").claims()).hasSize(2);
  }

  @Test
  void aCancelStopsWhatRuns() {
    fleet(2);
    allWait();
    Node submitter = fleet.nodes.getFirst();
    Cid run = submitter.scheduler.submit(build());
    Node owner = owner(run);
    fleet.until(() -> owner.runs(BUILD));

    fleet.nodes.getLast().scheduler.state(run);
    submitter.scheduler.cancel(run, "not needed");
    fleet.until(() -> !owner.stopped.isEmpty());
    fleet.until(() -> everywhere(run, RunStatus.CANCELLED));

    assertThat(owner.scheduler.activeClaims()).isEmpty();
    assertThatThrownBy(() -> submitter.scheduler.cancel(run, "again"))
        .isInstanceOf(ScheduleException.class)
        .hasMessageContaining("has ended");
  }

  @Test
  void twoHalvesGoOnAndAgreeAfterHealing() {
    fleet(4);
    allWait();
    Node submitter = fleet.nodes.getFirst();
    List<Cid> ids = new ArrayList<>();
    for (int n = 0; n < 4; n++) {
      ids.add(submitter.scheduler.submit(build()));
      fleet.exchange();
    }
    List<Node> half = fleet.nodes.subList(0, 2);
    List<Node> other = fleet.nodes.subList(2, 4);
    fleet.partition(half);
    fleet.untilWithTime(
        () ->
            ids.stream()
                .allMatch(
                    id ->
                        half.getFirst().task(id, "build").holder().isPresent()
                            && other.getFirst().task(id, "build").holder().isPresent()));
    // the half with the submitter finishes and seals what it can
    fleet.untilWithTime(
        () -> {
          half.forEach(
              node -> {
                if (node.runs(BUILD)) {
                  node.end(BUILD, JobReport.of(Conclusion.SUCCESS, "first half"));
                }
              });
          return ids.stream().allMatch(id -> TestFleet.settled(submitter.state(id)));
        });
    Map<Cid, Cid> sealed = new java.util.HashMap<>();
    ids.forEach(id -> sealed.put(id, submitter.task(id, "build").result().orElseThrow().cid()));

    fleet.partition(List.of());
    fleet.until(
        () ->
            fleet.nodes.stream().map(n -> n.clock.compoundHead()).distinct().count() == 1
                && ids.stream().allMatch(id -> everywhere(id, RunStatus.COMPLETED))
                && fleet.nodes.stream().allMatch(n -> n.running.isEmpty()));

    for (Node node : fleet.nodes) {
      for (Cid id : ids) {
        assertThat(node.state(id)).isEqualTo(submitter.state(id));
        assertThat(node.task(id, "build").result().orElseThrow().cid()).isEqualTo(sealed.get(id));
      }
    }
  }

  @Test
  void aHeldRunWaitsUntilItIsReleased() {
    fleet(2);
    Node submitter = fleet.nodes.getFirst();
    Submission free = build();
    Cid run =
        submitter.scheduler.submit(
            free.toBuilder().name("held").strategy(RankingStrategy.HAMMING_HEX).held(true).build());
    Cid marker = submitter.scheduler.submit(free);
    fleet.until(() -> everywhere(marker, RunStatus.COMPLETED));
    assertThat(submitter.task(run, "build").waiting()).isEqualTo(Wait.HELD);
    assertThat(submitter.task(run, "build").claims()).isEmpty();

    submitter.scheduler.release(run);
    fleet.until(() -> everywhere(run, RunStatus.COMPLETED));
  }

  @Test
  void theOperatorGivesATaskToAPeer() {
    fleet(3);
    allWait();
    Node submitter = fleet.nodes.getFirst();
    Cid run = submitter.scheduler.submit(build());
    Node owner = owner(run);
    fleet.until(() -> owner.runs(BUILD));
    Node chosen = fleet.nodes.stream().filter(node -> node != owner).findFirst().orElseThrow();

    submitter.scheduler.assign(run, Optional.of(BUILD), chosen.id());
    fleet.until(() -> chosen.runs(BUILD) && !owner.stopped.isEmpty());
    chosen.end(BUILD, JobReport.of(Conclusion.SUCCESS, ""));
    fleet.until(() -> everywhere(run, RunStatus.COMPLETED));

    assertThat(submitter.task(run, "build").holder().orElseThrow().peer()).isEqualTo(chosen.id());
    assertThat(submitter.task(run, "build").attempt()).isEqualTo(2);
    assertThatThrownBy(() -> submitter.scheduler.assign(run, Optional.empty(), chosen.id()))
        .hasMessageContaining("has ended");
  }

  /// A node with one slot, whose jobs go on until they are told to end.
  private Node alone() {
    fleet(1);
    Node node = fleet.nodes.getFirst();
    node.fleet.updateSelf(MemberChange.NONE.slots(1));
    allWait();
    return node;
  }

  private Cid begun(Node node) {
    Cid run = node.scheduler.submit(build());
    fleet.until(() -> node.started.size() == 1);
    return run;
  }

  @Test
  void urgentRunsGoFirstWhereSlotsAreFew() {
    Node node = alone();
    Cid first = begun(node);
    Cid late = node.scheduler.submit(build());
    Cid urgent = node.scheduler.submit(build());
    node.scheduler.prioritise(urgent, 1);
    fleet.until(() -> node.state(urgent).priority() == 1);
    node.end(BUILD, JobReport.of(Conclusion.SUCCESS, ""));
    fleet.until(() -> node.started.size() == 2);
    node.end(BUILD, JobReport.of(Conclusion.SUCCESS, ""));
    fleet.until(() -> node.started.size() == 3);

    assertThat(node.started.stream().map(request -> request.run().id()).toList())
        .containsExactly(first, urgent, late);
  }

  @Test
  void theNextTaskIsClaimedWhileTheLastIsTakenDownAndBegunWhenItHasLeft() {
    Node node = alone();
    Cid first = begun(node);
    Cid second = node.scheduler.submit(build());
    Cid third = node.scheduler.submit(build());
    Execution execution = node.running.values().iterator().next();
    assertThat(node.task(second, "build").holder()).isEmpty();

    execution.slot().ending();
    fleet.until(() -> node.task(second, "build").holder().isPresent());
    Cid claim = node.task(second, "build").holder().orElseThrow().cid();
    fleet.until(() -> node.scheduler.activeClaims().contains(claim));
    assertThat(node.started).hasSize(1);
    assertThat(node.task(third, "build").holder()).isEmpty();

    execution.slot().left();
    fleet.until(() -> node.started.size() == 2);
    assertThat(node.started.getLast().claim()).isEqualTo(claim);
    assertThat(node.task(first, "build").result()).isEmpty();
    assertThat(node.task(third, "build").holder()).isEmpty();
  }

  @Test
  void aKeepersOwnResultSharesACommitWithItsSeal() {
    fleet(1);
    Node node = fleet.nodes.getFirst();
    List<List<String>> commits = new CopyOnWriteArrayList<>();
    node.clock.subscribe(entries -> commits.add(entries.stream().map(Entry::kind).toList()));
    Cid run = node.scheduler.submit(build());
    fleet.until(() -> TestFleet.settled(node.state(run)));

    fleet.until(() -> commits.contains(List.of(RunEvent.Finished.KIND, RunEvent.Sealed.KIND)));
    assertThat(commits.stream().flatMap(List::stream))
        .containsOnlyOnce(RunEvent.Finished.KIND, RunEvent.Sealed.KIND);
  }

  @Test
  void aTaskWhoseNeedFailedIsSkippedUnlessItsConditionAsks() {
    fleet(1);
    Node node = fleet.nodes.getFirst();
    node.behaviour =
        request ->
            Optional.of(
                request.task().equals(BUILD)
                    ? JobReport.of(Conclusion.FAILURE, "exit code 1")
                    : JobReport.of(Conclusion.SUCCESS, ""));
    Cid run =
        node.scheduler.submit(
            submission(
                RunEventTest.job("build"),
                RunEventTest.job("test", "build"),
                RunEventTest.job("always-report", "test")));

    fleet.until(() -> TestFleet.settled(node.state(run)));

    assertThat(node.state(run).status()).isEqualTo(RunStatus.FAILED);
    assertThat(node.task(run, "test").result().orElseThrow().finished().conclusion())
        .isEqualTo(Conclusion.SKIPPED);
    assertThat(node.task(run, "always-report").result().orElseThrow().finished().conclusion())
        .isEqualTo(Conclusion.SUCCESS);
    assertThat(node.started).hasSize(2);
  }

  @Test
  void aLateJoinerBecomesEligibleByAnOffer() {
    fleet(1);
    Node first = fleet.nodes.getFirst();
    Cid run =
        first.scheduler.submit(
            submission(new Submission.Job("build", List.of(), List.of("gpu"), 1)));
    fleet.until(() -> first.scheduler.list(RunFilter.all(1)).total() == 1);
    assertThat(first.task(run, "build").waiting()).isEqualTo(Wait.NOBODY_ELIGIBLE);
    assertThat(first.scheduler.list(RunFilter.all(1)).runs().getFirst().waits())
        .contains("labels gpu");

    Node late = fleet.join();
    late.fleet.updateSelf(MemberChange.NONE.labels(Set.of("gpu")));
    fleet.untilWithTime(() -> everywhere(run, RunStatus.COMPLETED));

    assertThat(first.task(run, "build").holder().orElseThrow().peer()).isEqualTo(late.id());
    assertThat(first.task(run, "build").ranking().head()).isNotEqualTo(run);
  }

  @Test
  void theSubmitterSealsOnlyWhatItHolds() {
    fleet(1);
    Node node = fleet.nodes.getFirst();
    Cid log = Cid.of(Cid.RAW, new byte[] {7});
    node.missing.add(log);
    node.behaviour =
        request ->
            Optional.of(
                new JobReport(
                    Conclusion.SUCCESS,
                    Map.of(),
                    Optional.of(log),
                    1,
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    1,
                    ""));
    Cid run = node.scheduler.submit(build());
    fleet.untilWithTime(() -> node.state(run).status() == RunStatus.COMPLETED);
    assertThat(node.task(run, "build").sealed()).isFalse();

    node.missing.clear();
    fleet.untilWithTime(() -> TestFleet.settled(node.state(run)));
  }

  @Test
  void anAdopterSealsWhenTheSubmitterIsGone() {
    fleet(2);
    Node submitter = fleet.nodes.getFirst();
    Node other = fleet.nodes.getLast();
    submitter.refuses = Optional.of("no");
    allWait();
    Cid run = submitter.scheduler.submit(build());
    fleet.untilWithTime(() -> other.runs(BUILD));
    submitter.die();
    other.end(BUILD, JobReport.of(Conclusion.SUCCESS, ""));
    fleet.until(() -> other.state(run).status() == RunStatus.COMPLETED);
    assertThat(other.task(run, "build").sealed()).isFalse();

    other.scheduler.adopt(run);
    fleet.until(() -> TestFleet.settled(other.state(run)));
    assertThat(other.state(run).keeper()).isEqualTo(other.id());
    assertThat(other.task(run, "build").seal()).isEqualTo(TaskState.Seal.ADOPTER);
  }

  @Test
  void aSubmitterThatIsBackSealsForGoodWhatAnAdopterHasSealed() {
    fleet(2);
    Node submitter = fleet.nodes.getFirst();
    Node other = fleet.nodes.getLast();
    submitter.refuses = Optional.of("no");
    Cid run = submitter.scheduler.submit(build());
    fleet.untilWithTime(() -> TestFleet.settled(other.state(run)));
    assertThat(other.task(run, "build").seal()).isEqualTo(TaskState.Seal.SUBMITTER);
  }

  @Test
  void aStoppedNodeLeavesItsTasksToOthersAtOnce() {
    fleet(2);
    allWait();
    Node submitter = fleet.nodes.getFirst();
    Cid run = submitter.scheduler.submit(build());
    Node owner = owner(run);
    Node other = owner == submitter ? fleet.nodes.getLast() : submitter;
    fleet.until(() -> owner.runs(BUILD));

    owner.scheduler.close();
    assertThat(owner.stopped).hasSize(1);
    fleet.until(() -> other.runs(BUILD)); // without any time passing
    assertThat(other.task(run, "build").attempt()).isEqualTo(2);
  }

  @Test
  void aResultTooLargeForAnEntryIsAFailureThatSaysSo() {
    fleet(1);
    Node node = fleet.nodes.getFirst();
    node.behaviour =
        request ->
            Optional.of(
                new JobReport(
                    Conclusion.SUCCESS,
                    Map.of("x", "y".repeat(70_000)),
                    Optional.empty(),
                    0,
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    1,
                    ""));
    Cid run = node.scheduler.submit(build());
    fleet.until(() -> TestFleet.settled(node.state(run)));

    assertThat(node.state(run).status()).isEqualTo(RunStatus.FAILED);
    assertThat(node.task(run, "build").result().orElseThrow().finished().message())
        .contains("could not be written");
  }

  @Test
  void allNodesNameTheSameOwnerOfManyTasks() {
    fleet(5);
    Node submitter = fleet.nodes.get(2);
    Submission many = submission(new Submission.Job("build", List.of(), List.of("linux"), 500));
    Cid run = submitter.scheduler.submit(many.toBuilder().name("held").held(true).build());
    fleet.exchange();

    List<Optional<PeerId>> owners =
        submitter.state(run).tasks().stream().map(TaskState::owner).toList();
    assertThat(new HashSet<>(owners)).hasSize(5).doesNotContain(Optional.empty());
    for (Node node : fleet.nodes) {
      assertThat(node.state(run).tasks().stream().map(TaskState::owner).toList()).isEqualTo(owners);
    }
  }
}
