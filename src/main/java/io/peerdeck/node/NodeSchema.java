package io.peerdeck.node;

import io.peerdeck.clock.ClockSchema;
import io.peerdeck.fleet.FleetSchema;
import io.peerdeck.schedule.ScheduleSchema;
import io.peerdeck.store.Database;
import io.peerdeck.store.Migration;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// The layout of a data folder's database, for the node and for the benchmarks that write into a
/// folder no node has open.
public final class NodeSchema {
  private NodeSchema() {}

  /// Every step from an empty file to what this version reads.
  public static List<Migration> migrations() {
    List<String> statements = new ArrayList<>(ClockSchema.STATEMENTS);
    statements.addAll(FleetSchema.STATEMENTS);
    statements.addAll(ScheduleSchema.STATEMENTS);
    return List.of(
        new Migration(1, statements),
        new Migration(2, FleetSchema.BLOCKED_PEERS),
        new Migration(3, FleetSchema.TRUST_LEVELS),
        new Migration(4, ClockSchema.SEARCH),
        new Migration(5, ScheduleSchema.QUEUE),
        new Migration(6, ScheduleSchema.NUMBERS));
  }

  /// Leaves the fleet that a folder followed, in one transaction.
  static void forget(Database database) {
    List<String> statements = new ArrayList<>(ClockSchema.FORGET);
    statements.addAll(ScheduleSchema.FORGET);
    statements.addAll(FleetSchema.FORGET);
    database
        .write(
            connection -> {
              try (Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                  statement.executeUpdate(sql);
                }
              }
              return statements.size();
            })
        .join();
  }
}
