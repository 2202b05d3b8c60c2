package io.peerdeck;

import io.peerdeck.clock.ClockSchema;
import io.peerdeck.clock.Entry;
import io.peerdeck.clock.MerkleClock;
import io.peerdeck.clock.VerifyReport;
import io.peerdeck.fleet.Membership;
import io.peerdeck.fleet.Roster;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.store.Database;
import io.peerdeck.store.Migration;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// How fast the clock appends durably, verifies everything and opens, with 100,000 signed entries.
///
/// The anchors are the earlier Python system's figures, measured on another day; its entries are
/// not signed and not on disk when acknowledged.
final class ClockBench {
  private static final int ENTRIES = 100_000;
  private static final int IN_FLIGHT = 4096;
  private static final int OPENINGS = 5;
  private static final List<Migration> LAYOUT = List.of(new Migration(1, ClockSchema.STATEMENTS));

  private final InstantSource wall;
  private final KeyPair key;

  ClockBench(InstantSource wall, SecureRandom random) {
    this.wall = wall;
    this.key = KeyPair.generate(random);
  }

  /// `clock.append` in entries per second, `clock.verify@100000` and `clock.open@100000` in
  /// seconds.
  ///
  /// @param folder an empty folder for the database
  List<Figure> run(Path folder) {
    Path file = folder.resolve("clock-bench.db");
    Figure append;
    Figure verify;
    try (Database database = Database.open(file, LAYOUT);
        MerkleClock<Roster> clock = open(database)) {
      append =
          new Figure(
              "clock.append",
              append(clock),
              "1/s",
              10_000,
              new Figure.Anchor("Python, unsigned, in memory", 50_259));
      verify =
          new Figure(
              "clock.verify@" + ENTRIES,
              verify(clock),
              "s",
              15,
              new Figure.Anchor("Python, unsigned", 1.346));
    }
    return List.of(
        append, verify, new Figure("clock.open@" + ENTRIES, opening(file), "s", 0.5, null));
  }

  private double append(MerkleClock<Roster> clock) {
    clock.createFleet(genesis());
    // The first appends run interpreted; a node that is up does not.
    appendAll(clock, ENTRIES / 5);
    int rest = ENTRIES - (int) clock.size();
    long start = System.nanoTime();
    appendAll(clock, rest);
    return rest / ((System.nanoTime() - start) / 1e9);
  }

  private static void appendAll(MerkleClock<Roster> clock, int count) {
    Deque<CompletableFuture<Entry>> waiting = new ArrayDeque<>();
    for (int i = 0; i < count; i++) {
      Ipld.Map body = Ipld.map().put("job", "build").put("index", i).put("attempt", 1).build();
      waiting.add(clock.append("job.claimed", "run-" + i % 1000, body));
      if (waiting.size() == IN_FLIGHT) {
        waiting.remove().join();
      }
    }
    waiting.forEach(CompletableFuture::join);
  }

  private Ipld.Map genesis() {
    Ipld.Map founder =
        Ipld.map()
            .put("peer", key.peerId().bytes())
            .put("name", "bench")
            .put("addresses", List.of())
            .put("roles", Ipld.texts(List.of("admin", "operator", "worker")))
            .put("labels", List.of())
            .put("slots", 1)
            .build();
    return Ipld.map().put("name", "bench").put("member", founder).build();
  }

  private static double verify(MerkleClock<Roster> clock) {
    long start = System.nanoTime();
    VerifyReport report = clock.verify((done, total) -> {});
    double seconds = (System.nanoTime() - start) / 1e9;
    if (!report.ok() || report.entries() != ENTRIES) {
      throw new IllegalStateException("the clock does not verify: " + report);
    }
    return seconds;
  }

  /// The median of a few.
  private double opening(Path file) {
    double[] seconds = new double[OPENINGS];
    for (int i = 0; i < OPENINGS; i++) {
      long start = System.nanoTime();
      try (Database database = Database.open(file, LAYOUT);
          MerkleClock<Roster> clock = open(database)) {
        clock.currentView();
        clock.heads();
        seconds[i] = (System.nanoTime() - start) / 1e9;
      }
    }
    java.util.Arrays.sort(seconds);
    return seconds[OPENINGS / 2];
  }

  private MerkleClock<Roster> open(Database database) {
    return MerkleClock.open(database, key, new Membership(), wall);
  }
}
