package io.peerdeck.schedule;

import java.util.List;

/// The tables of this room: a projection of the clock that can be rebuilt from it at any time.
public final class ScheduleSchema {
  /// DDL for [io.peerdeck.store.Migration]. `turn` orders live runs as the queue would
  /// (priority in ten-minute steps after the time this node first knew the run).
  public static final List<String> STATEMENTS =
      List.of(
          """
          CREATE TABLE run (id TEXT PRIMARY KEY, lc INTEGER NOT NULL, ts INTEGER NOT NULL,
            seen INTEGER NOT NULL, name TEXT NOT NULL, file TEXT NOT NULL, tags TEXT NOT NULL,
            status TEXT NOT NULL, held INTEGER NOT NULL, priority INTEGER NOT NULL,
            submitter TEXT NOT NULL, peers TEXT NOT NULL, tasks INTEGER NOT NULL,
            done INTEGER NOT NULL, failed INTEGER NOT NULL, finished INTEGER,
            waits TEXT NOT NULL, live INTEGER NOT NULL, turn INTEGER NOT NULL) WITHOUT ROWID\
          """,
          "CREATE INDEX run_newest ON run (lc DESC, id DESC)",
          "CREATE INDEX run_status ON run (status, lc DESC, id DESC)",
          "CREATE INDEX run_live ON run (turn, id) WHERE live = 1",
          "CREATE TABLE run_watermark (one INTEGER PRIMARY KEY CHECK (one = 1), row INTEGER NOT"
              + " NULL)",
          "INSERT INTO run_watermark (one, row) VALUES (1, 0)");

  /// Indexes for the queue as a whole, for a later [io.peerdeck.store.Migration].
  public static final List<String> QUEUE =
      List.of(
          """
          CREATE INDEX run_waiting ON run (turn, id, status, tasks, done)
            WHERE held = 0 AND status IN ('pending', 'assigned', 'in_progress')\
          """);

  /// The last number of each workflow's runs, and of each run's attempts, for a later
  /// [io.peerdeck.store.Migration].
  public static final List<String> NUMBERS =
      List.of(
          "CREATE TABLE run_number (counted TEXT PRIMARY KEY, last INTEGER NOT NULL)"
              + " WITHOUT ROWID");

  /// Empties the tables together with the clock they project.
  public static final List<String> FORGET =
      List.of("DELETE FROM run", "DELETE FROM run_number", "UPDATE run_watermark SET row = 0");

  private ScheduleSchema() {}
}
