package io.peerdeck.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.schedule.TaskState.Result;
import io.peerdeck.schedule.TaskState.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;

/// Peers that act on what they know, now and then against the rules, and exchange it at random.
class RunFoldPropertyTest {
  private static final int PEERS = 4;
  private static final int STEPS = 60;

  private static final class History {
    final PaperClock clock = new PaperClock(PEERS);
    final Entry run;

    History(long seed) {
      Random random = new Random(seed);
      List<Submission.Job> jobs =
          random.nextInt(3) == 0
              ? List.of(
                  RunEventTest.job("a"),
                  called("b", List.of("a"), ""),
                  called(
                      "c",
                      List.of("a", "b"),
                      ", {\"matrix\": {\"n\": \"${{ needs.b && fromJSON('[1, 2]') }}\"}}"))
              : List.of(
                  RunEventTest.job("a"),
                  new Submission.Job("b", List.of("a"), List.of("linux"), 2),
                  RunEventTest.job("c", "b"));
      run = clock.submit(0, RunEventTest.submission(jobs).repeated(RunEventTest.CID));
      clock.syncAll();
      for (int step = 0; step < STEPS; step++) {
        act(random);
      }
    }

    /// Of a call with two combinations, known once `a` is sealed.
    private static Submission.Job called(String id, List<String> needs, String own) {
      return new Submission.Job(
          id,
          needs,
          List.of("linux"),
          1,
          new JobTerms(
              false,
              0,
              List.of(),
              List.of(),
              Optional.of(
                  "[{\"depth\": 0, \"matrix\": {\"t\": \"${{ needs.a && fromJSON('[1, 2]') }}\"}}%s]"
                      .formatted(own)),
              List.of(new CallTerms("call", "", true, 1))));
    }

    RunFold fold() {
      return RunFold.of(clock, run).orElseThrow();
    }

    private void act(Random random) {
      int peer = random.nextInt(PEERS);
      RunState seen = clock.seenBy(peer, run);
      TaskState task = seen.tasks().get(random.nextInt(seen.tasks().size()));
      switch (random.nextInt(18)) {
        case 0, 1, 2, 3 -> clock.sync(peer, random.nextInt(PEERS));
        case 4, 5, 6 -> write(peer, new RunEvent.Claimed(task.key(), attempt(task, random)));
        case 7, 8, 9, 10 -> seen.tasks().forEach(any -> finish(peer, seen, any, random));
        case 11, 12, 13 -> {
          int sealer = random.nextInt(4) == 0 ? peer : 0;
          clock.seenBy(sealer, run).tasks().forEach(any -> seal(sealer, any, random));
        }
        case 14 -> write(peer, new RunEvent.Declined(task.key(), attempt(task, random), "no"));
        case 15 ->
            write(
                peer,
                new RunEvent.Assigned(
                    task.key(), clock.peer(random.nextInt(PEERS)), attempt(task, random)));
        case 16 -> write(peer, new RunEvent.Offered(task.key()));
        default -> {
          if (random.nextInt(12) == 0) {
            write(peer, new RunEvent.Cancelled("stop"));
          } else if (random.nextInt(3) == 0) {
            write(peer, new RunEvent.Adopted());
          }
        }
      }
    }

    private static int attempt(TaskState task, Random random) {
      return random.nextInt(8) == 0 ? 1 + random.nextInt(4) : task.openAttempt();
    }

    private void write(int peer, RunEvent event) {
      clock.write(peer, run.cid(), event);
    }

    private void finish(int peer, RunState seen, TaskState task, Random random) {
      List<TaskState.Claim> own =
          task.claims().stream().filter(c -> c.peer().equals(clock.peer(peer))).toList();
      if (!own.isEmpty()) {
        TaskState.Claim claim = own.get(random.nextInt(own.size()));
        Cid[] consumed = seen.inputsOf(task.key()).stream().map(Result::cid).toArray(Cid[]::new);
        write(
            peer,
            RunFoldTest.finished(
                clock.entry(claim.cid()).orElseThrow(),
                task.key(),
                claim.attempt(),
                Conclusion.SUCCESS,
                consumed));
      }
    }

    private void seal(int peer, TaskState task, Random random) {
      if (!task.results().isEmpty()) {
        Result any = task.results().get(random.nextInt(task.results().size()));
        write(peer, new RunEvent.Sealed(task.key(), task.result().orElse(any).cid()));
      }
    }
  }

  @Property(tries = 80, shrinking = ShrinkingMode.OFF)
  void anyOrderOfDeliveryGivesTheSameState(@ForAll long seed, @ForAll long order) {
    History history = new History(seed);
    RunState expected = history.clock.fold(history.run, history.clock.all());

    RunFold fold = RunFold.of(history.clock, history.run).orElseThrow();
    TreeSet<Entry> delivered = new TreeSet<>();
    RunState last = expected;
    for (Entry entry : history.clock.deliveries(new Random(order))) {
      delivered.add(entry);
      last = fold.state(PaperClock.ordered(history.run, delivered)).orElseThrow();
    }

    assertThat(last).isEqualTo(expected);
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void aFoldThatGrowsSaysWhatAFoldOfAllSays(@ForAll long seed, @ForAll long order) {
    History history = new History(seed);
    Random random = new Random(order);
    GrowingFold growing = new GrowingFold(history.fold(), List.of());
    TreeSet<Entry> delivered = new TreeSet<>();
    RunState before = growing.state().orElseThrow();
    for (Entry entry : history.clock.deliveries(random)) {
      if (entry.key().equals(history.run.cid().toString())) {
        delivered.add(entry);
        growing.add(List.of(entry));
        if (random.nextInt(20) == 0) {
          history.clock.withoutEffect.add(entry.cid());
          growing.rejudge();
        }
        RunState now = growing.state().orElseThrow();
        assertThat(now).isEqualTo(history.fold().state(delivered).orElseThrow());
        if (now.tasks().equals(before.tasks())) {
          assertThat(growing.add(List.of(entry))).as("the same again").isFalse();
          assertThat(growing.state().orElseThrow()).isSameAs(now);
        }
        before = now;
      }
    }
  }

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void onlyTasksThatAnEntryTouchesAreFoldedAgain(@ForAll long seed) {
    PaperClock clock = new PaperClock(PEERS);
    Entry run =
        clock.submit(
            0,
            RunEventTest.submission(
                List.of(
                    new Submission.Job("wide", List.of(), List.of("linux"), 9),
                    RunEventTest.job("after", "wide"))));
    clock.syncAll();
    GrowingFold growing = new GrowingFold(RunFold.of(clock, run).orElseThrow(), List.<Entry>of());
    RunState before = growing.state().orElseThrow();
    int claimed = new Random(seed).nextInt(9);
    TaskState any = before.tasks().get(claimed);
    growing.add(
        List.of(clock.write(1, run.cid(), new RunEvent.Claimed(any.key(), any.openAttempt()))));
    RunState now = growing.state().orElseThrow();
    assertThat(now.tasks().get(claimed).holder()).isPresent();
    for (int index = 0; index < 9; index++) {
      if (index != claimed) {
        assertThat(now.tasks().get(index)).isSameAs(before.tasks().get(index));
      }
    }
  }

  @Property(tries = 80, shrinking = ShrinkingMode.OFF)
  void aSealedTaskNeverChangesAsHistoryGrows(@ForAll long seed, @ForAll long order) {
    History history = new History(seed);
    RunFold fold = RunFold.of(history.clock, history.run).orElseThrow();
    Map<TaskKey, Cid> sealed = new HashMap<>();
    TreeSet<Entry> delivered = new TreeSet<>();
    for (Entry entry : history.clock.deliveries(new Random(order))) {
      delivered.add(entry);
      RunState state = fold.state(PaperClock.ordered(history.run, delivered)).orElseThrow();
      for (TaskState task : state.tasks()) {
        if (task.sealed()) {
          sealed.putIfAbsent(task.key(), task.result().orElseThrow().cid());
        }
        if (sealed.containsKey(task.key())) {
          assertThat(task.sealed()).isTrue();
          assertThat(task.result().orElseThrow().cid()).isEqualTo(sealed.get(task.key()));
        }
      }
    }
    Statistics.label("histories with a sealed task")
        .collect(!sealed.isEmpty())
        .coverage(seen -> seen.check(true).percentage(p -> p > 30));
  }

  @Property(tries = 80, shrinking = ShrinkingMode.OFF)
  void exactlyOneResultCountsPerTask(@ForAll long seed) {
    History history = new History(seed);
    RunState state = history.clock.fold(history.run, history.clock.all());
    List<Cid> accepted = new ArrayList<>();
    for (TaskState task : state.tasks()) {
      List<Cid> counting =
          task.results().stream()
              .filter(result -> result.verdict() == Verdict.COUNTS)
              .map(Result::cid)
              .toList();
      assertThat(counting).isEqualTo(task.result().map(r -> List.of(r.cid())).orElse(List.of()));
      task.result()
          .filter(result -> task.seal() == TaskState.Seal.NONE)
          .ifPresent(result -> assertThat(accepted).containsAll(result.finished().consumed()));
      accepted.addAll(counting);
    }
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void theHolderClaimedTheHighestAttempt(@ForAll long seed) {
    History history = new History(seed);
    for (TaskState task : history.clock.fold(history.run, history.clock.all()).tasks()) {
      task.holder()
          .ifPresent(
              holder -> {
                assertThat(holder.attempt()).isEqualTo(task.attempt());
                assertThat(task.claims()).allMatch(c -> c.attempt() <= holder.attempt());
                assertThat(task.assigned().orElse(holder.peer())).isEqualTo(holder.peer());
              });
    }
  }
}
