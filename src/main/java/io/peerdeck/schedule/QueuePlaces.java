package io.peerdeck.schedule;

import io.peerdeck.multiformats.Cid;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/// Where waiting runs stand: by their turn, which is their priority in ten-minute steps after the
/// time this node first knew them. Held runs stand nowhere.
final class QueuePlaces {
  private static final String WAITING =
      "held = 0 AND status IN ('pending', 'assigned', 'in_progress')";

  private QueuePlaces() {}

  /// The same rows, those that wait with their place.
  static List<RunRow> fill(Connection c, List<RunRow> rows) throws SQLException {
    Set<String> waiting =
        rows.stream()
            .filter(row -> waits(row.status()) && !row.held())
            .map(row -> row.id().toString())
            .collect(Collectors.toSet());
    if (waiting.isEmpty()) {
      return rows;
    }
    Map<String, Integer> places = new HashMap<>();
    int[] before = {0};
    RunTable.query(
        c,
        "SELECT id FROM run WHERE " + WAITING + " AND status <> 'in_progress' ORDER BY turn, id",
        List.of(),
        found -> {
          String id = found.getString(1);
          if (waiting.contains(id)) {
            places.put(id, before[0]);
          }
          return before[0]++;
        });
    return rows.stream()
        .map(
            row -> {
              Integer place = places.get(row.id().toString());
              return place == null ? row : row.at(OptionalInt.of(place));
            })
        .toList();
  }

  private static boolean waits(RunStatus status) {
    return status == RunStatus.PENDING || status == RunStatus.ASSIGNED;
  }

  /// The place of one run that is not held and not finished.
  static Optional<QueuePlace> of(Connection c, Cid run) throws SQLException {
    List<QueuePlace> found =
        RunTable.query(
            c,
            "SELECT coalesce(sum(o.status <> 'in_progress'), 0), coalesce(sum(o.tasks - o.done), 0)"
                + " FROM run r LEFT JOIN run o ON (o.turn, o.id) < (r.turn, r.id) AND o."
                + WAITING.replace(" AND status", " AND o.status")
                + " WHERE r.id = ? AND r."
                + WAITING.replace(" AND status", " AND r.status")
                + " GROUP BY r.id",
            List.of(run.toString()),
            rows -> new QueuePlace(rows.getInt(1), rows.getInt(2)));
    return found.stream().findFirst();
  }
}
