package io.peerdeck.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerdeck.fleet.MemberChange;
import io.peerdeck.fleet.Role;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.schedule.TestFleet.Node;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunListTest {
  @TempDir Path folder;
  private TestFleet fleet;
  private Node node;

  @BeforeEach
  void open() {
    fleet = new TestFleet(folder, 2);
    node = fleet.nodes.getFirst();
    fleet.nodes.forEach(each -> each.refuses = Optional.of("only looking"));
  }

  @AfterEach
  void close() {
    fleet.close();
  }

  private Cid submit(String name, String tag) {
    return node.scheduler.submit(
        CoordinatorTest.submission(RunEventTest.job("build")).toBuilder()
            .name(name)
            .file(name + ".yml")
            .tags(tag)
            .build());
  }

  private List<Cid> ids(RunFilter filter) {
    return node.scheduler.list(filter).runs().stream().map(RunRow::id).toList();
  }

  private static RunFilter text(String text) {
    return new RunFilter(
        text,
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        100,
        0);
  }

  @Test
  void whatCannotBeReadIsToldAndReadAgainWithoutAnyFurtherEntry() {
    rename("run", "run_away");
    Node other = fleet.nodes.getLast();
    other.scheduler.submit(CoordinatorTest.submission(RunEventTest.job("build")));
    node.pull(other);
    fleet.untilWithTime(() -> node.scheduler.trouble().isPresent());
    assertThat(node.scheduler.trouble().orElseThrow()).contains("tried again").contains("run");
    rename("run_away", "run");
    fleet.untilWithTime(() -> ids(RunFilter.all(3)).size() == 1);
    fleet.untilWithTime(() -> node.scheduler.trouble().isEmpty());
  }

  private void rename(String table, String to) {
    node.database
        .write(c -> c.createStatement().execute("ALTER TABLE " + table + " RENAME TO " + to))
        .join();
  }

  @Test
  void runsAreListedNewestFirstInPagesWithTheOwnLastOneAmongThem() {
    List<Cid> submitted = new ArrayList<>();
    for (int n = 0; n < 7; n++) {
      submitted.addFirst(submit("run " + n, "p2p-workflow"));
    }

    assertThat(ids(RunFilter.all(3))).isEqualTo(submitted.subList(0, 3));
    assertThat(
            ids(
                new RunFilter(
                    "",
                    Set.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    3,
                    5)))
        .isEqualTo(submitted.subList(5, 7));
    assertThat(node.scheduler.list(RunFilter.all(3)).total()).isEqualTo(7);
  }

  @Test
  void runsAreFoundByTextStatusTagAndId() {
    Cid scrape = submit("Scrape 100%", "offline-workflow");
    Cid build = submit("build_all", "p2p-workflow");
    submit("buildxall", "p2p-workflow");
    node.scheduler.cancel(scrape, "");

    assertThat(ids(text("scrape"))).containsExactly(scrape);
    assertThat(ids(text("100%"))).containsExactly(scrape);
    assertThat(ids(text("d_all"))).containsExactly(build);
    assertThat(ids(text("%"))).containsExactly(scrape);
    assertThat(ids(text("nothing like it"))).isEmpty();
    assertThat(
            ids(
                new RunFilter(
                    "",
                    Set.of(RunStatus.CANCELLED),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    9,
                    0)))
        .containsExactly(scrape);
    assertThat(
            ids(
                new RunFilter(
                    "",
                    Set.of(),
                    Optional.of("Offline-Workflow"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    9,
                    0)))
        .containsExactly(scrape);
    assertThat(node.scheduler.counts()).containsEntry(RunStatus.CANCELLED, 1L);
    String id = build.toString();
    assertThat(node.scheduler.matching(id.substring(id.length() - 8), 2)).containsExactly(build);
    assertThat(node.scheduler.matching(id, 2)).containsExactly(build);
  }

  @Test
  void runsAreFoundByTheTimeOfTheirSubmission() {
    Cid run = submit("timed", "x");
    Instant at = Instant.ofEpochMilli(node.scheduler.list(text("timed")).runs().getFirst().ts());

    assertThat(ids(between(at, at.plusMillis(1)))).containsExactly(run);
    assertThat(ids(between(at.plusMillis(1), at.plusMillis(9)))).isEmpty();
    assertThat(ids(between(at.minusMillis(9), at))).isEmpty();
  }

  private static RunFilter between(Instant from, Instant until) {
    return new RunFilter(
        "",
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(from),
        Optional.of(until),
        9,
        0);
  }

  @Test
  void waitingRunsKnowTheirPlaceInTheQueue() {
    Cid first = submit("first", "x");
    Cid urgent = submit("urgent", "x");
    Cid held = submit("held", "x");
    Cid last = submit("last", "x");
    node.scheduler.prioritise(urgent, 1);
    node.scheduler.prioritise(last, 9);
    node.scheduler.hold(held);

    Map<Cid, OptionalInt> places =
        node.scheduler.list(RunFilter.all(9)).runs().stream()
            .collect(Collectors.toMap(RunRow::id, RunRow::place));
    assertThat(places)
        .containsEntry(urgent, OptionalInt.of(0))
        .containsEntry(first, OptionalInt.of(1))
        .containsEntry(last, OptionalInt.of(2))
        .containsEntry(held, OptionalInt.empty());
    assertThat(node.scheduler.place(last)).contains(new QueuePlace(2, 2));
    assertThat(node.scheduler.place(urgent)).contains(new QueuePlace(0, 0));
    assertThat(node.scheduler.place(held)).isEmpty();
    node.scheduler.cancel(urgent, "");
    assertThat(node.scheduler.place(first)).contains(new QueuePlace(0, 0));
  }

  @Test
  void runsAreFoundByThePeerThatRanThem() {
    node.refuses = Optional.empty();
    Cid run = submit("mine", "x");
    fleet.untilWithTime(() -> TestFleet.settled(node.state(run)));

    RunFilter mine =
        new RunFilter(
            "",
            Set.of(),
            Optional.empty(),
            Optional.of(node.id()),
            Optional.empty(),
            Optional.empty(),
            9,
            0);
    fleet.until(() -> ids(mine).equals(List.of(run)));
    RunRow row = node.scheduler.list(mine).runs().getFirst();
    assertThat(row.peers()).containsExactly(node.id());
    assertThat(row.finishedAt()).isPresent();
    assertThat(row.done()).isEqualTo(1);
    RunFilter others =
        new RunFilter(
            "",
            Set.of(),
            Optional.empty(),
            Optional.of(fleet.nodes.getLast().id()),
            Optional.empty(),
            Optional.empty(),
            9,
            0);
    assertThat(ids(others)).isEmpty();
  }

  @Test
  void listenersHearOfRunsOnceTheListsShowThem() {
    Set<Cid> heard = ConcurrentHashMap.newKeySet();
    try (var subscription = node.scheduler.subscribe(heard::addAll)) {
      Cid run = submit("new", "x");
      fleet.until(() -> heard.contains(run));
      assertThat(subscription).isNotNull();
    }
  }

  @Test
  void aRunOfARemovedPeerWrittenAfterItsRemovalIsNone() {
    Node other = fleet.nodes.getLast();
    fleet.partition(List.of(node));
    node.fleet.removeMember(other.id());
    Cid late = other.scheduler.submit(CoordinatorTest.submission(RunEventTest.job("build")));
    assertThat(other.scheduler.list(RunFilter.all(9)).total()).isEqualTo(1);
    assertThat(other.state(late).submitter()).isEqualTo(other.id());

    fleet.partition(List.of());
    fleet.until(() -> other.scheduler.list(RunFilter.all(9)).total() == 0);
    assertThat(other.scheduler.state(late)).isEmpty();
    assertThat(node.scheduler.state(late)).isEmpty();
  }

  @Test
  void aDraftKeepsItsIdUnlessTheClockMoved() {
    Submission submission = CoordinatorTest.submission(RunEventTest.job("build"));
    Scheduler.Draft draft = node.scheduler.draft(submission);
    Cid run = node.scheduler.submit(draft);
    assertThat(run).isEqualTo(draft.entry().cid());
    assertThat(node.task(run, "build").ranking())
        .isEqualTo(draft.rankings().get(new TaskKey("build", 0)));

    Scheduler.Draft second = node.scheduler.draft(submission);
    submit("between", "x");
    assertThat(node.scheduler.submit(second)).isNotEqualTo(second.entry().cid());
  }

  @Test
  void aRunIsRepeatedWithALinkToTheFirst() {
    Cid run = submit("again", "x");
    Cid repeated = node.scheduler.again(run, new Again.Whole());

    assertThat(repeated).isNotEqualTo(run);
    assertThat(node.state(repeated).submission().again()).contains(Repeat.whole(run));
    assertThat(node.state(repeated).submission().name()).isEqualTo("again");
  }

  @Test
  void whoIsNoOperatorIsToldSo() {
    Node other = fleet.nodes.getLast();
    node.fleet.update(other.id(), MemberChange.NONE.roles(Set.of(Role.WORKER)));
    Cid run = submit("mine", "x");
    fleet.until(() -> other.scheduler.state(run).isPresent());

    assertThatThrownBy(() -> other.scheduler.hold(run))
        .isInstanceOf(ScheduleException.class)
        .hasMessageContaining("operator");
    assertThatThrownBy(() -> node.scheduler.hold(RunEventTest.CID))
        .hasMessageContaining("there is no run");
    assertThatThrownBy(() -> node.scheduler.prioritise(run, 10)).hasMessageContaining("1 (first)");
  }

  @Test
  void aPeerThatTakesNoNewJobsSaysSo() {
    fleet.nodes.forEach(each -> each.refuses = Optional.empty());
    fleet.nodes.forEach(each -> each.fleet.updateSelf(MemberChange.NONE.drain(true)));
    fleet.exchange();
    Cid run = submit("drained", "x");
    fleet.until(() -> node.scheduler.state(run).isPresent());
    assertThat(node.task(run, "build").waiting()).isEqualTo(TaskState.Wait.NOBODY_ELIGIBLE);

    fleet.nodes.getLast().fleet.updateSelf(MemberChange.NONE.drain(false));
    fleet.untilWithTime(() -> TestFleet.settled(node.state(run)));
  }

  @Test
  void rowsAreFoundByTheirIds() {
    Cid first = submit("first", "a");
    submit("second", "b");
    Cid third = submit("third", "c");
    assertThat(node.scheduler.rows(Set.of(first.toString(), third.toString(), "no run")))
        .extracting(RunRow::name)
        .containsExactlyInAnyOrder("first", "third");
  }
}
