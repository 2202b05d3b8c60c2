package io.peerdeck.node;

import io.peerdeck.clock.Entry;
import io.peerdeck.clock.MerkleClock;
import io.peerdeck.fleet.Roster;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.schedule.Submission;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Fills a data folder with the history of a busy fleet: runs of two jobs, ten entries each, from
/// submission to seal, all signed and in the clock, all in the table of runs.
final class LongHistory {
  static final int ENTRIES_PER_RUN = 10;
  private static final Cid BLOB =
      Cid.of(Cid.RAW, "a blob nobody has".getBytes(StandardCharsets.UTF_8));

  private final MerkleClock<Roster> clock;
  private final List<Cid> runs = new ArrayList<>();

  private LongHistory(MerkleClock<Roster> clock) {
    this.clock = clock;
  }

  /// Writes into a new folder; the node there is founded first.
  ///
  /// @param count how many runs
  /// @param wave how many of them are on their way at once
  /// @return the runs, oldest first
  static List<Cid> write(Path data, int count, int wave) {
    NodeConfig config = NodeConfig.at(data).withName("busy").withSlots(0).offline();
    Node.open(config).close();
    NodeRooms rooms = NodeRooms.open(config, NodeTime.system(), UnaryOperator.identity());
    try {
      LongHistory history = new LongHistory(rooms.clock);
      while (history.runs.size() < count) {
        history.wave(Math.min(wave, count - history.runs.size()));
      }
      while (rooms.scheduler.counts().values().stream().mapToLong(n -> n).sum() < count
          || rooms.scheduler.counts().get(io.peerdeck.schedule.RunStatus.COMPLETED) < count) {
        LockSupport.parkNanos(100_000_000L);
      }
      return List.copyOf(history.runs);
    } finally {
      rooms.close();
    }
  }

  private void wave(int size) {
    int number = runs.size();
    List<Cid> fresh = new ArrayList<>();
    for (Entry entry :
        all(size, i -> clock.append("run.submitted", "run", submission(number + i)))) {
      fresh.add(entry.cid());
    }
    runs.addAll(fresh);
    Function<Integer, String> key = i -> fresh.get(i).toString();
    all(size, i -> clock.append("run.held", key.apply(i), Ipld.map().build()));
    all(size, i -> clock.append("run.released", key.apply(i), Ipld.map().build()));
    all(
        size,
        i ->
            clock.append(
                "run.prioritised", key.apply(i), Ipld.map().put("priority", 1 + i % 9).build()));
    List<Cid> consumed = List.of();
    for (String job : List.of("build", "test")) {
      List<Entry> claims =
          all(
              size,
              i -> clock.append("job.claimed", key.apply(i), task(job).put("attempt", 1).build()));
      List<Cid> before = consumed;
      List<Entry> results =
          all(
              size,
              i ->
                  clock.append(
                      "job.finished",
                      key.apply(i),
                      result(
                          job,
                          claims.get(i).cid(),
                          before.isEmpty() ? List.of() : List.of(before.get(i)))));
      consumed = results.stream().map(Entry::cid).toList();
      all(
          size,
          i ->
              clock.append(
                  "job.sealed",
                  key.apply(i),
                  task(job).put("result", results.get(i).cid()).build()));
    }
  }

  private static List<Entry> all(int size, Function<Integer, CompletableFuture<Entry>> append) {
    List<CompletableFuture<Entry>> waiting = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      waiting.add(append.apply(i));
    }
    return waiting.stream().map(CompletableFuture::join).toList();
  }

  private static io.peerdeck.multiformats.IpldMapBuilder task(String job) {
    return Ipld.map().put("job", job).put("index", 0);
  }

  private static Ipld.Map result(String job, Cid claim, List<Cid> consumed) {
    return new io.peerdeck.schedule.RunEvent.Finished(
            claim,
            new io.peerdeck.schedule.TaskKey(job, 0),
            1,
            io.peerdeck.schedule.Conclusion.SUCCESS,
            java.util.Map.of(),
            java.util.Optional.empty(),
            0,
            java.util.Optional.empty(),
            List.of(),
            consumed,
            List.of(),
            1200,
            "")
        .toBody();
  }

  private static Ipld.Map submission(int number) {
    return Submission.of(
            "run " + number,
            "wf.yml",
            BLOB,
            List.of(
                new Submission.Job("build", List.of(), List.of("linux"), 1),
                new Submission.Job("test", List.of("build"), List.of("linux"), 1)))
        .tags(number % 3 == 0 ? "p2p-workflow" : "offline-workflow")
        .build()
        .toBody();
  }
}
