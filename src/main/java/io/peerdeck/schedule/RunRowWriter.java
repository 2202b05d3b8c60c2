package io.peerdeck.schedule;

import io.peerdeck.multiformats.PeerId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// Writes rows of the table of runs, within one transaction.
final class RunRowWriter implements AutoCloseable {
  private static final String UPSERT =
      """
      INSERT INTO run (id, lc, ts, seen, name, file, tags, status, held, priority, submitter, peers,
        tasks, done, failed, finished, waits, live, turn)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
        ?4 + ?10 * 600000)
      ON CONFLICT (id) DO UPDATE SET status = ?8, held = ?9, priority = ?10, peers = ?12,
        done = ?14, failed = ?15, finished = ?16, waits = ?17, live = ?18,
        turn = seen + ?10 * 600000\
      """;

  private final PreparedStatement to;
  private final long now;

  /// @param now when runs written for the first time were first seen, Unix ms
  RunRowWriter(Connection connection, long now) throws SQLException {
    this.to = connection.prepareStatement(UPSERT);
    this.now = now;
  }

  /// @param run the change's
  void write(RunTable.Change change, RunState run) throws SQLException {
    Submission submission = run.submission();
    to.setString(1, run.id().toString());
    to.setLong(2, run.lc());
    to.setLong(3, run.ts());
    to.setLong(4, now);
    to.setString(5, submission.name(run.id()));
    to.setString(6, submission.file());
    to.setString(7, lines(submission.tags()));
    to.setString(8, run.status().text());
    to.setBoolean(9, run.held());
    to.setInt(10, run.priority());
    to.setString(11, run.submitter().toString());
    to.setString(12, lines(run.peers().stream().map(PeerId::toString).toList()));
    to.setInt(13, run.tasks().size());
    to.setInt(14, run.done());
    to.setInt(15, run.failed());
    OptionalLong finished = run.finishedAt();
    if (finished.isPresent()) {
      to.setLong(16, finished.getAsLong());
    } else {
      to.setNull(16, Types.BIGINT);
    }
    to.setString(17, change.waits());
    to.setBoolean(18, change.live());
    to.executeUpdate();
  }

  /// Each item on a line of its own with a line end before and after, so that one is found by
  /// `instr(…, '\nitem\n')`.
  private static String lines(Collection<String> items) {
    return items.stream()
        .map(item -> item.replace('\n', ' '))
        .collect(Collectors.joining("\n", "\n", "\n"));
  }

  @Override
  public void close() throws SQLException {
    to.close();
  }
}
