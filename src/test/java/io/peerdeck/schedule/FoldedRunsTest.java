package io.peerdeck.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.schedule.TestFleet.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldedRunsTest {
  private static final int WRITERS = 3;
  private static final int WRITES = 30;

  @TempDir Path folder;
  private TestFleet fleet;
  private Node node;

  @BeforeEach
  void open() {
    fleet = new TestFleet(folder, 2);
    node = fleet.nodes.getFirst();
  }

  @AfterEach
  void close() {
    fleet.close();
  }

  /// A held run, of which nobody writes anything by himself.
  private static Cid submit(Node at) {
    return at.scheduler.submit(
        Submission.of(
                "CI",
                "ci.yml",
                RunEventTest.CID,
                List.of(RunEventTest.job("build"), RunEventTest.job("test")))
            .event("push")
            .held(true)
            .build());
  }

  private FoldedRuns runs(int room) {
    return new FoldedRuns(node.clock, new ClockHistory(node.clock, node.effect), room);
  }

  private static int priority(int write) {
    return Submission.FIRST_PRIORITY + write % Submission.LAST_PRIORITY;
  }

  @Test
  void aRunStaysFoldedUntilAnEntryOfItArrives() {
    Cid run = submit(node);
    Cid other = submit(node);
    FoldedRuns runs = runs(100);
    RunState before = runs.state(run).orElseThrow();
    RunState beside = runs.state(other).orElseThrow();
    node.scheduler.prioritise(run, 9);

    assertThat(runs.state(run).orElseThrow().priority()).isEqualTo(9);
    assertThat(before.priority()).isEqualTo(5);
    assertThat(runs.state(other).orElseThrow()).isSameAs(beside);
  }

  @Test
  void anEntryAboutOneTaskLeavesTheOthersAsTheyWereFolded() {
    Cid run = submit(node);
    FoldedRuns runs = runs(100);
    RunState before = runs.state(run).orElseThrow();
    node.scheduler.assign(run, Optional.of(new TaskKey("build", 0)), node.id());
    RunState after = runs.state(run).orElseThrow();

    assertThat(after.task(new TaskKey("build", 0)).orElseThrow().assigned()).contains(node.id());
    assertThat(after.task(new TaskKey("test", 0)).orElseThrow())
        .isSameAs(before.task(new TaskKey("test", 0)).orElseThrow());
  }

  @Test
  void aRunThatWasNotThereIsFoundOnceItIs() {
    Cid run = submit(fleet.nodes.getLast());
    FoldedRuns runs = runs(100);
    assertThat(runs.state(run)).isEmpty();
    node.pull(fleet.nodes.getLast());
    assertThat(runs.state(run)).isPresent();
  }

  @Test
  void whatARemovalTakesTheEffectOfIsFoldedAnew() {
    Node other = fleet.nodes.getLast();
    other.pull(node);
    Cid before = submit(other);
    long last = other.clock.get(before).orElseThrow().seq();
    other.scheduler.prioritise(before, 9);
    Cid after = submit(other);
    node.pull(other);
    FoldedRuns runs = runs(100);
    assertThat(runs.state(before).orElseThrow().priority()).isEqualTo(9);
    assertThat(runs.state(after)).isPresent();
    node.clock
        .append(
            "member.removed",
            "member",
            Ipld.map().put("peer", other.id().bytes()).put("lastSeq", last).build())
        .join();

    assertThat(runs.state(before).orElseThrow().priority()).isEqualTo(5);
    assertThat(runs.state(after)).isEmpty();
  }

  @Test
  void noMoreAreKeptThanThereIsRoomFor() {
    List<Cid> ids = IntStream.range(0, 6).mapToObj(n -> submit(node)).toList();
    FoldedRuns runs = runs(38); // a run counts as ten and its two tasks
    RunState first = runs.state(ids.getFirst()).orElseThrow();
    ids.forEach(
        id -> {
          assertThat(runs.state(id).orElseThrow().id()).isEqualTo(id);
          assertThat(runs.state(ids.getFirst()).orElseThrow()).isSameAs(first);
        });
    assertThat(runs.size()).isEqualTo(3);
    ids.reversed().forEach(id -> assertThat(runs.state(id)).isPresent());
    assertThat(runs.state(ids.getLast()).orElseThrow()).isNotSameAs(first);
    assertThat(runs(1).state(ids.getFirst())).isPresent();
  }

  @Test
  void whoReadsAfterAWriteNeverGetsTheStateBeforeIt() throws Exception {
    List<Cid> ids = IntStream.range(0, WRITERS).mapToObj(n -> submit(node)).toList();
    AtomicIntegerArray begun = new AtomicIntegerArray(WRITERS);
    AtomicIntegerArray written = new AtomicIntegerArray(WRITERS);
    List<Callable<Void>> work = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      int mine = writer;
      work.add(
          () -> {
            for (int write = 1; write <= WRITES; write++) {
              begun.set(mine, write);
              node.scheduler.prioritise(ids.get(mine), priority(write));
              written.set(mine, write);
              assertThat(node.state(ids.get(mine)).priority()).isEqualTo(priority(write));
            }
            return null;
          });
      for (int reader = 0; reader < 2; reader++) {
        work.add(
            () -> {
              while (written.get(mine) < WRITES) {
                look(ids.get(mine), written, begun, mine);
              }
              return null;
            });
      }
    }
    ids.forEach(id -> node.scheduler.prioritise(id, priority(0)));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> each : threads.invokeAll(work, 60, TimeUnit.SECONDS)) {
        each.get();
      }
    }
    ids.forEach(id -> assertThat(node.scheduler.state(id)).isEqualTo(runs(100).state(id)));
  }

  private void look(Cid run, AtomicIntegerArray written, AtomicIntegerArray begun, int mine) {
    int least = written.get(mine);
    int seen = node.state(run).priority();
    int most = begun.get(mine);
    assertThat(IntStream.rangeClosed(least, most).map(FoldedRunsTest::priority)).contains(seen);
  }

  @Test
  void whatWasReadWhileTheTableWasWrittenIsNotKept() {
    KeptReads reads = new KeptReads(10);
    assertThat(reads.<Integer>read("runs", () -> 1)).isEqualTo(1);
    assertThat(reads.<Integer>read("runs", () -> 2)).isEqualTo(1);
    reads.written();
    Integer meanwhile =
        reads.read(
            "runs",
            () -> {
              reads.written();
              return 3;
            });
    assertThat(meanwhile).isEqualTo(3);
    assertThat(reads.<Integer>read("runs", () -> 4)).isEqualTo(4);
  }
}
