package io.peerdeck.schedule;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Reads rows of the table of runs. Names, files, tags, peers and reasons repeat from run to run:
/// each is held once for all rows of a reading, which makes a list of 100,000 a quarter as large.
final class RunRowReader implements RunTable.Reader<RunRow> {
  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, List<String>> tags = new HashMap<>();
  private final Map<String, List<PeerId>> peers = new HashMap<>();
  private final Map<String, PeerId> submitters = new HashMap<>();

  @Override
  public RunRow read(ResultSet rows) throws SQLException {
    long finished = rows.getLong("finished");
    OptionalLong finishedAt = rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(finished);
    return new RunRow(
        Cid.parse(rows.getString("id")),
        once(rows.getString("name")),
        once(rows.getString("file")),
        tags.computeIfAbsent(rows.getString("tags"), RunRowReader::items),
        RunStatus.parse(rows.getString("status")),
        rows.getBoolean("held"),
        rows.getInt("priority"),
        submitters.computeIfAbsent(rows.getString("submitter"), PeerId::parse),
        rows.getLong("ts"),
        finishedAt,
        rows.getInt("tasks"),
        rows.getInt("done"),
        rows.getInt("failed"),
        peers.computeIfAbsent(
            rows.getString("peers"), lines -> items(lines).stream().map(PeerId::parse).toList()),
        OptionalInt.empty(),
        once(rows.getString("waits")));
  }

  private String once(String text) {
    return texts.computeIfAbsent(text, same -> same);
  }

  private static List<String> items(String lines) {
    return lines.lines().filter(line -> !line.isEmpty()).toList();
  }
}
