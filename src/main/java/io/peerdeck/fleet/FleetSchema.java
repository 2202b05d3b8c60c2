package io.peerdeck.fleet;

import java.util.List;

/// The tables of this room.
public final class FleetSchema {
  /// DDL, in order.
  public static final List<String> STATEMENTS =
      List.of(
          """
          CREATE TABLE trusted_peer (
            peer BLOB NOT NULL PRIMARY KEY,
            since INTEGER NOT NULL
          ) WITHOUT ROWID
          """);

  /// DDL of what came with the second layout, in order.
  public static final List<String> BLOCKED_PEERS =
      List.of(
          """
          CREATE TABLE blocked_peer (
            peer BLOB NOT NULL PRIMARY KEY,
            since INTEGER NOT NULL
          ) WITHOUT ROWID
          """);

  private FleetSchema() {}
}
