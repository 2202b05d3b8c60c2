package io.peerdeck.clock;

import io.peerdeck.multiformats.Cid;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How many entries stand before a place of the total order, without counting them each time: kept
/// per stretch of 256 logical times, counted once when first asked for, brought up to date by the
/// rows that came since. A million entries are some thousand numbers.
final class OrderCounts {
  private static final int STRETCH = 256;

  private final EntryTable table;
  private long[] counts = new long[0];
  private long[] before = new long[1];
  private long row;

  OrderCounts(EntryTable table) {
    this.table = table;
  }

  synchronized List<Long> before(List<EntryPosition> positions) {
    return table.read(
        c -> {
          catchUp(c);
          List<Long> found = new ArrayList<>(positions.size());
          try (PreparedStatement within =
              c.prepareStatement(
                  "SELECT count(*) FROM clock_entry WHERE lc >= ? AND (lc, cid) < (?, ?)")) {
            for (EntryPosition position : positions) {
              int stretch = (int) Math.min(counts.length, position.lc() / STRETCH);
              within.setLong(1, (long) stretch * STRETCH);
              within.setLong(2, position.lc());
              within.setBytes(3, position.cid().bytes());
              try (ResultSet r = within.executeQuery()) {
                found.add(before[stretch] + (r.next() ? r.getLong(1) : 0));
              }
            }
          }
          return found;
        });
  }

  synchronized Optional<EntryPosition> at(long ordinal) {
    return table.read(
        c -> {
          catchUp(c);
          if (ordinal < 0 || ordinal >= before[counts.length]) {
            return Optional.empty();
          }
          int found = Arrays.binarySearch(before, ordinal);
          int stretch = found >= 0 ? found : -found - 2;
          while (counts[stretch] == 0) {
            stretch++;
          }
          return EntryTable.query(
                  c,
                  "SELECT lc, cid FROM clock_entry WHERE lc >= ? ORDER BY lc, cid LIMIT 1 OFFSET ?",
                  r -> new EntryPosition(r.getLong(1), Cid.decode(r.getBytes(2))),
                  (long) stretch * STRETCH,
                  ordinal - before[stretch])
              .stream()
              .findFirst();
        });
  }

  private void catchUp(Connection c) throws SQLException {
    long last = one(c, "SELECT coalesce(max(id), 0) FROM clock_entry");
    if (last == row) {
      return;
    }
    if (last < row) { // the folder has left its fleet and begun another
      counts = new long[0];
      row = 0;
    }
    int stretches = 1 + (int) (one(c, "SELECT coalesce(max(lc), 0) FROM clock_entry") / STRETCH);
    counts = Arrays.copyOf(counts, Math.max(counts.length, stretches));
    if (row == 0) {
      for (int i = 0; i < stretches; i++) {
        counts[i] =
            one(
                c,
                "SELECT count(*) FROM clock_entry WHERE lc >= ? AND lc < ?",
                (long) i * STRETCH,
                (i + 1L) * STRETCH);
      }
    } else {
      EntryTable.query(
          c,
          "SELECT lc FROM clock_entry WHERE id > ?",
          r -> counts[(int) (r.getLong(1) / STRETCH)]++,
          row);
    }
    before = new long[counts.length + 1];
    for (int i = 0; i < counts.length; i++) {
      before[i + 1] = before[i] + counts[i];
    }
    row = last;
  }

  private static long one(Connection c, String sql, Object... arguments) throws SQLException {
    return EntryTable.query(c, sql, r -> r.getLong(1), arguments).getFirst();
  }
}
