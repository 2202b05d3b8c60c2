package io.peerdeck.schedule;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/// The table of runs: what lists and counts read, so that nothing finished is folded to be shown.
final class RunTable {
  static final String COLUMNS =
      "id, name, file, tags, status, held, priority, submitter, ts, finished, tasks, done, failed,"
          + " peers, waits";

  /// Ids named in one statement; below SQLite's limit of variables.
  private static final int AT_ONCE = 500;

  /// Rows of a list that is kept until the next write.
  private static final int KEPT_ROWS = 100;

  private final Database database;
  private final InstantSource wall;
  private final KeptReads lists = new KeptReads(50);
  private final KeptReads numbers = new KeptReads(1000);
  private final RunNumbers counted;

  RunTable(Database database, InstantSource wall, RunNumbers counted) {
    this.database = database;
    this.wall = wall;
    this.counted = counted;
  }

  /// A run to write, or to take out where its submission lost its effect.
  ///
  /// @param live whether this node may still have something to do for it
  record Change(Cid id, Optional<RunState> state, boolean live, String waits) {}

  /// The first row of the clock not yet seen here.
  long watermark() {
    return database.read(
        c -> {
          try (PreparedStatement read = c.prepareStatement("SELECT row FROM run_watermark");
              ResultSet rows = read.executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0L;
          }
        });
  }

  /// Writes changed runs and the watermark in one commit.
  CompletableFuture<Long> write(List<Change> changes, long watermark) {
    long now = wall.millis();
    return database
        .write(
            c -> {
              try (RunRowWriter writer = new RunRowWriter(c, now);
                  PreparedStatement delete = c.prepareStatement("DELETE FROM run WHERE id = ?");
                  PreparedStatement mark = c.prepareStatement("UPDATE run_watermark SET row = ?")) {
                for (Change change : changes) {
                  if (change.state.isPresent()) {
                    writer.write(change, change.state.get());
                    counted.write(c, change.state.get().submission());
                  } else {
                    delete.setString(1, change.id.toString());
                    delete.executeUpdate();
                  }
                }
                mark.setLong(1, watermark);
                mark.executeUpdate();
              }
              return watermark;
            })
        .whenComplete(
            (row, failure) -> {
              lists.written();
              numbers.written();
              counted.written(failure == null);
            });
  }

  RunList list(RunFilter filter) {
    return filter.limit() <= KEPT_ROWS ? lists.read(filter, () -> read(filter)) : read(filter);
  }

  private RunList read(RunFilter filter) {
    RunClause where = RunClause.of(filter);
    return database.read(
        c ->
            new RunList(
                QueuePlaces.fill(
                    c,
                    query(
                        c,
                        "SELECT "
                            + COLUMNS
                            + " FROM run"
                            + where.sql()
                            + " ORDER BY lc DESC, id DESC LIMIT "
                            + filter.limit()
                            + " OFFSET "
                            + filter.offset(),
                        where.values(),
                        new RunRowReader())),
                query(
                        c,
                        "SELECT count(*) FROM run" + where.sql(),
                        where.values(),
                        rows -> rows.getLong(1))
                    .getFirst()));
  }

  /// A run submitted by then.
  ///
  /// @param matches whether it has the status and the peer asked for, as it is now
  /// @param touched whether entries of it stand behind that place, so that it was another then
  record Candidate(Cid id, long lc, boolean matches, boolean touched) {}

  /// Runs with a submission up to a logical time that fit the filter in all that never changes,
  /// newest first.
  List<Candidate> submittedUpTo(long lc, RunFilter filter) {
    RunClause fixed = RunClause.fixed(filter);
    RunClause state = RunClause.state(filter);
    List<String> values = new ArrayList<>(state.values());
    values.addAll(fixed.values());
    return database.read(
        c ->
            query(
                c,
                "SELECT id, lc, ("
                    + state.condition()
                    + "), EXISTS (SELECT 1 FROM clock_entry e WHERE e.key = run.id AND e.lc >= "
                    + lc
                    + ") FROM run"
                    + fixed.sql()
                    + " AND lc <= "
                    + lc
                    + " ORDER BY lc DESC, id DESC",
                values,
                rows ->
                    new Candidate(
                        Cid.parse(rows.getString(1)),
                        rows.getLong(2),
                        rows.getBoolean(3),
                        rows.getBoolean(4))));
  }

  /// The rows of these ids, as far as there are any, without their places in the queue.
  List<RunRow> rows(List<String> ids) {
    RunRowReader reader = new RunRowReader();
    List<RunRow> found = new ArrayList<>(ids.size());
    for (int from = 0; from < ids.size(); from += AT_ONCE) {
      List<String> some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
      String places = some.stream().map(id -> "?").collect(Collectors.joining(", "));
      String sql = "SELECT " + COLUMNS + " FROM run WHERE id IN (" + places + ")";
      found.addAll(database.read(c -> query(c, sql, some, reader)));
    }
    return found;
  }

  /// Where a run that waits stands in the queue; empty for any other.
  Optional<QueuePlace> place(Cid run) {
    return numbers.read(run, () -> database.read(c -> QueuePlaces.of(c, run)));
  }

  Map<RunStatus, Long> counts() {
    return numbers.read(RunStatus.class, this::count);
  }

  private Map<RunStatus, Long> count() {
    Map<RunStatus, Long> counts = new EnumMap<>(RunStatus.class);
    for (RunStatus status : RunStatus.values()) {
      counts.put(status, 0L);
    }
    return database.read(
        c -> {
          query(
                  c,
                  "SELECT status, count(*) FROM run GROUP BY status",
                  List.of(),
                  rows -> Map.entry(RunStatus.parse(rows.getString(1)), rows.getLong(2)))
              .forEach(count -> counts.put(count.getKey(), count.getValue()));
          return Collections.unmodifiableMap(counts);
        });
  }

  /// Ids that start or end with the text, at most `limit`.
  List<Cid> matching(String text, int limit) {
    String pattern = RunClause.escape(text);
    return ids(
        "SELECT id FROM run WHERE id LIKE ? ESCAPE '\\' OR id LIKE ? ESCAPE '\\' LIMIT " + limit,
        List.of(pattern + "%", "%" + pattern));
  }

  /// Live runs in the order of their turn.
  List<Cid> live(int limit) {
    return ids("SELECT id FROM run WHERE live = 1 ORDER BY turn, id LIMIT " + limit, List.of());
  }

  /// Runs that have begun and not ended.
  List<Cid> inProgress(int limit) {
    return ids("SELECT id FROM run WHERE status = 'in_progress' LIMIT " + limit, List.of());
  }

  /// When this node first knew the run, Unix ms by its own clock; now if it does not know it yet.
  long seen(Cid id) {
    return database.read(
        c -> {
          List<Long> seen =
              query(
                  c,
                  "SELECT seen FROM run WHERE id = ?",
                  List.of(id.toString()),
                  rows -> rows.getLong(1));
          return seen.isEmpty() ? wall.millis() : seen.getFirst();
        });
  }

  private List<Cid> ids(String sql, List<String> values) {
    return database.read(c -> query(c, sql, values, rows -> Cid.parse(rows.getString(1))));
  }

  interface Reader<T> {
    T read(ResultSet rows) throws SQLException;
  }

  static <T> List<T> query(Connection connection, String sql, List<String> values, Reader<T> reader)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.size(); i++) {
        statement.setString(i + 1, values.get(i));
      }
      try (ResultSet rows = statement.executeQuery()) {
        List<T> result = new ArrayList<>();
        while (rows.next()) {
          result.add(reader.read(rows));
        }
        return result;
      }
    }
  }
}
