package io.peerdeck.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.clock.Entry;
import io.peerdeck.clock.EntryPosition;
import io.peerdeck.multiformats.Cid;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The queue of another time.
class PastRunsTest {
  @TempDir Path folder;
  private TestFleet fleet;
  private TestFleet.Node node;

  @BeforeEach
  void open() {
    fleet = new TestFleet(folder, 2);
    node = fleet.nodes.getFirst();
  }

  @AfterEach
  void close() {
    fleet.close();
  }

  private Cid submit() {
    return node.scheduler.submit(CoordinatorTest.submission(RunEventTest.job("build")));
  }

  /// What lists show, by run: what can differ between then and now.
  private static Map<Cid, List<Object>> shown(RunList list) {
    Map<Cid, List<Object>> shown = new LinkedHashMap<>();
    list.runs()
        .forEach(
            row ->
                shown.put(
                    row.id(),
                    List.of(row.status(), row.held(), row.priority(), row.done(), row.peers())));
    return shown;
  }

  private EntryPosition newest() {
    return node.clock.window(Optional.empty(), 1).getFirst().position();
  }

  @Test
  void everyMomentIsShownAsItWas() {
    Map<EntryPosition, Map<Cid, List<Object>>> moments = new LinkedHashMap<>();
    Runnable note = () -> moments.put(newest(), shown(node.scheduler.list(RunFilter.all(99))));
    fleet.nodes.forEach(each -> each.refuses = Optional.of("only looking"));
    note.run();
    Cid first = submit();
    note.run();
    Cid second = submit();
    note.run();
    node.scheduler.prioritise(first, 2);
    note.run();
    node.scheduler.hold(second);
    note.run();
    node.scheduler.cancel(first, "enough");
    note.run();
    node.scheduler.release(second);
    note.run();
    fleet.nodes.forEach(each -> each.refuses = Optional.empty());
    fleet.untilWithTime(() -> node.state(second).tasks().stream().allMatch(TaskState::sealed));
    fleet.until(
        () ->
            shown(node.scheduler.list(RunFilter.all(99))).get(second).getFirst()
                == RunStatus.COMPLETED);
    note.run();

    assertThat(moments).hasSize(8);
    moments.forEach(
        (position, then) ->
            assertThat(shown(node.scheduler.listAt(position, RunFilter.all(99)))).isEqualTo(then));
  }

  @Test
  void aFilterByStatusJudgesTheStatusThen() {
    fleet.nodes.forEach(each -> each.refuses = Optional.of("only looking"));
    List<Cid> runs = new ArrayList<>(List.of(submit(), submit(), submit()));
    EntryPosition before = newest();
    runs.forEach(run -> node.scheduler.cancel(run, ""));
    EntryPosition after = newest();
    RunFilter waiting = filter(RunStatus.PENDING, RunStatus.ASSIGNED);

    assertThat(node.scheduler.listAt(before, waiting).total()).isEqualTo(3);
    assertThat(node.scheduler.listAt(before, filter(RunStatus.CANCELLED)).total()).isZero();
    assertThat(node.scheduler.listAt(after, waiting).total()).isZero();
    assertThat(node.scheduler.listAt(after, filter(RunStatus.CANCELLED)).runs()).hasSize(3);
  }

  private static RunFilter filter(RunStatus... statuses) {
    return new RunFilter(
        "",
        Set.of(statuses),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        9,
        0);
  }

  @Test
  void aRunWhoseSubmitterWasRemovedSinceIsThereAsItWas() {
    fleet.nodes.forEach(each -> each.refuses = Optional.of("only looking"));
    TestFleet.Node other = fleet.nodes.getLast();
    Cid kept = submit();
    fleet.until(() -> other.clock.has(kept)); // so that the other's run stands behind it in order
    Cid lost = other.scheduler.submit(CoordinatorTest.submission(RunEventTest.job("build")));
    fleet.until(() -> node.clock.has(lost));
    Entry last = node.clock.get(lost).orElseThrow();
    fleet.until(() -> node.scheduler.list(RunFilter.all(9)).total() == 2);
    long before = node.clock.viewAt(last).members().size();
    node.clock
        .append(
            "member.removed",
            "member",
            io.peerdeck.multiformats.Ipld.map()
                .put("peer", other.id().bytes())
                .put("lastSeq", last.seq() - 1)
                .build())
        .join();
    fleet.until(() -> node.scheduler.list(RunFilter.all(9)).total() == 1);

    assertThat(before).isEqualTo(2);
    assertThat(shown(node.scheduler.listAt(last.position(), RunFilter.all(9))).keySet())
        .containsExactlyInAnyOrder(kept, lost);
    assertThat(shown(node.scheduler.listAt(newest(), RunFilter.all(9))).keySet())
        .containsExactly(kept);
  }
}
