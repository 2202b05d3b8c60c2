package io.peerdeck;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.peerdeck.clock.Entry;
import io.peerdeck.clock.MerkleClock;
import io.peerdeck.fleet.Membership;
import io.peerdeck.fleet.Roster;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeConfig;
import io.peerdeck.node.NodeSchema;
import io.peerdeck.node.NodeStatus;
import io.peerdeck.node.TaskRef;
import io.peerdeck.runner.LogLine;
import io.peerdeck.runner.LogSpool;
import io.peerdeck.schedule.Conclusion;
import io.peerdeck.schedule.RunEvent;
import io.peerdeck.schedule.Submission;
import io.peerdeck.schedule.TaskKey;
import io.peerdeck.store.Database;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/// The data folder of a node with a long past: runs of two jobs with ten signed entries each, four
/// in five completed, the others failed, cancelled or held, and one very long log.
final class PanelHistory {
  private static final int ENTRIES_PER_RUN = 10;

  /// Runs whose entries follow each other, as in a busy fleet.
  private static final int WAVE = 50;

  // Of each wave, in this order.
  private static final int COMPLETED = 40;
  private static final int FAILED = 4;
  private static final int CANCELLED = 3;
  private static final int HELD = WAVE - COMPLETED - FAILED - CANCELLED;

  private static final String DONE = "bench-history.json";
  private static final List<String> JOBS = List.of("build", "test");
  private static final List<String> NAMES =
      List.of("nightly-data", "scrape-site", "codegen", "docs", "train-model", "backup");
  private static final Cid WORKFLOW =
      Cid.of(Cid.RAW, "name: bench\n".getBytes(StandardCharsets.UTF_8));

  private final int runs;
  private final InstantSource wall;
  private final Consumer<String> progress;

  /// What was made.
  ///
  /// @param loggedRun the run whose first job has the long log
  record Made(int runs, String loggedRun, long logLines) {
    TaskRef logged() {
      return new TaskRef(JOBS.getFirst(), 0);
    }
  }

  private PanelHistory(int runs, InstantSource wall, Consumer<String> progress) {
    this.runs = runs;
    this.wall = wall;
    this.progress = progress;
  }

  /// Takes the history that lies in the folder, or makes it where there is none.
  ///
  /// @param progress hears now and then how far it is
  static Made in(Path data, int runs, long logLines, InstantSource wall, Consumer<String> progress)
      throws IOException {
    Path done = data.resolve(DONE);
    ObjectMapper json = new ObjectMapper();
    if (Files.exists(done)) {
      Made made = json.readValue(done.toFile(), Made.class);
      if (made.runs() == runs && made.logLines() == logLines) {
        return made;
      }
      throw new IOException(
          "%s holds a history of %d runs and %d log lines; name another folder"
              .formatted(data, made.runs(), made.logLines()));
    }
    Made made = new PanelHistory(runs, wall, progress).make(data, logLines);
    json.writeValue(done.toFile(), made);
    return made;
  }

  static NodeConfig config(Path data) {
    return NodeConfig.at(data).withName("bench").withSlots(0).offline();
  }

  private Made make(Path data, long logLines) throws IOException {
    Node.open(config(data)).close(); // founds the fleet
    byte[] stored = Files.readAllBytes(data.resolve("node.key"));
    KeyPair key = KeyPair.fromSeed(Arrays.copyOfRange(stored, 4, 36));
    List<Written> written = new ArrayList<>();
    try (Database database = Database.open(data.resolve("peerdeck.db"), NodeSchema.migrations());
        MerkleClock<Roster> clock = MerkleClock.open(database, key, new Membership(), wall)) {
      for (int from = 0; from < runs; from += WAVE) {
        written = wave(clock, from, Math.min(WAVE, runs - from));
        tell(
            "entries signed and written",
            (long) from * ENTRIES_PER_RUN,
            (long) runs * ENTRIES_PER_RUN);
      }
    }
    Written logged = written.getFirst(); // the first of a wave is completed
    log(data.resolve("logs").resolve(logged.claim() + ".jsonl"), logLines);
    try (Node node = Node.open(config(data))) {
      awaitRuns(node, runs, count -> tell("runs read from the clock", count, runs));
    }
    return new Made(runs, logged.run().toString(), logLines);
  }

  /// Waits until the node's list has all runs with what became of them.
  static void awaitRuns(Node node, int runs, Consumer<Long> seen) {
    NodeStatus.RunCounts counts;
    do {
      LockSupport.parkNanos(50_000_000);
      counts = node.status().runs();
      seen.accept(counts.total());
    } while (counts.total() < runs || counts.live() > (long) runs / WAVE * HELD + HELD);
  }

  /// @param claim of the first job
  private record Written(Cid run, Cid claim) {}

  private List<Written> wave(MerkleClock<Roster> clock, int first, int size) {
    List<Entry> submitted =
        all(size, i -> clock.append(Submission.KIND, Submission.KEY, submission(first + i)));
    List<String> keys = submitted.stream().map(entry -> entry.cid().toString()).toList();
    all(size, i -> append(clock, keys.get(i), new RunEvent.Held()));
    all(
        size,
        i ->
            append(
                clock,
                keys.get(i),
                i < WAVE - HELD ? new RunEvent.Released() : new RunEvent.Held()));
    int run = Math.min(size, COMPLETED + FAILED);
    List<Entry> claims = List.of();
    for (int job = 0; job < JOBS.size(); job++) {
      TaskKey task = new TaskKey(JOBS.get(job), 0);
      List<Entry> held = all(run, i -> append(clock, keys.get(i), new RunEvent.Claimed(task, 1)));
      boolean last = job == JOBS.size() - 1;
      List<Entry> results =
          all(
              run,
              i -> append(clock, keys.get(i), finished(task, held.get(i), last && i >= COMPLETED)));
      all(run, i -> append(clock, keys.get(i), new RunEvent.Sealed(task, results.get(i).cid())));
      claims = job == 0 ? held : claims;
    }
    int from = run;
    all(
        size - from,
        i ->
            from + i < WAVE - HELD
                ? append(clock, keys.get(from + i), new RunEvent.Cancelled("no longer needed"))
                : append(clock, keys.get(from + i), new RunEvent.Held()));
    for (int more = 3; more < ENTRIES_PER_RUN - 1; more++) {
      int priority = more;
      all(size - from, i -> append(clock, keys.get(from + i), new RunEvent.Prioritised(priority)));
    }
    all(run, i -> append(clock, keys.get(i), new RunEvent.Prioritised(1 + i % 9)));
    List<Written> written = new ArrayList<>();
    for (int i = 0; i < run; i++) {
      written.add(new Written(submitted.get(i).cid(), claims.get(i).cid()));
    }
    return written;
  }

  private static CompletableFuture<Entry> append(
      MerkleClock<Roster> clock, String key, RunEvent event) {
    return clock.append(event.kind(), key, event.toBody());
  }

  private static List<Entry> all(int size, IntFunction<CompletableFuture<Entry>> append) {
    List<CompletableFuture<Entry>> waiting = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      waiting.add(append.apply(i));
    }
    return waiting.stream().map(CompletableFuture::join).toList();
  }

  private static RunEvent finished(TaskKey task, Entry claim, boolean failed) {
    return new RunEvent.Finished(
        claim.cid(),
        task,
        1,
        failed ? Conclusion.FAILURE : Conclusion.SUCCESS,
        Map.of(),
        Optional.empty(),
        0,
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        1200,
        failed ? "step 2 ended with exit code 1" : "");
  }

  private static Ipld.Map submission(int number) {
    return Submission.of(
            NAMES.get(number % NAMES.size()) + " " + number,
            NAMES.get(number % NAMES.size()) + ".yml",
            WORKFLOW,
            List.of(
                new Submission.Job(JOBS.get(0), List.of(), List.of("linux"), 1),
                new Submission.Job(JOBS.get(1), List.of(), List.of("linux"), 1)))
        .tags(number % 3 == 0 ? "p2p-workflow" : "offline-workflow")
        .build()
        .toBody();
  }

  private void log(Path file, long lines) throws IOException {
    Files.createDirectories(file.getParent());
    long now = wall.millis();
    LogSpool spool = LogSpool.create(file);
    try {
      for (long i = 0; i < lines; i++) {
        String text = i % 1000 == 999 ? "a needle in line " + i : "building module " + i;
        spool.append(
            new LogLine(i, now + i / 100, 1, LogLine.Stream.OUT, LogLine.Level.PLAIN, text));
        if (i % 1_000_000 == 0) {
          tell("lines of log written", i, lines);
        }
      }
    } finally {
      spool.release();
    }
  }

  private long told = Long.MIN_VALUE;

  private void tell(String what, long done, long total) {
    long now = wall.millis();
    if (told == Long.MIN_VALUE || now - told > 2_000) {
      told = now;
      progress.accept("%,d of %,d %s".formatted(done, total, what));
    }
  }
}
