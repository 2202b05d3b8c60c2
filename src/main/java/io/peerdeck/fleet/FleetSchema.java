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

  /// What the third layout adds: how far a peer is trusted, and what was approved of it.
  public static final List<String> TRUST_LEVELS =
      List.of(
          "ALTER TABLE trusted_peer ADD COLUMN level TEXT NOT NULL DEFAULT 'host'",
          "ALTER TABLE trusted_peer ADD COLUMN approval TEXT NOT NULL DEFAULT 'never'",
          """
          CREATE TABLE approval (
            peer BLOB NOT NULL,
            subject TEXT NOT NULL,
            allowed INTEGER NOT NULL,
            decided INTEGER NOT NULL,
            PRIMARY KEY (peer, subject)
          ) WITHOUT ROWID
          """,
          """
          CREATE TABLE told_of_self (
            field TEXT NOT NULL PRIMARY KEY,
            value TEXT NOT NULL
          ) WITHOUT ROWID
          """);

  /// Forgets what the fleet that is left was told; whom this machine trusts or blocks stays.
  public static final List<String> FORGET = List.of("DELETE FROM told_of_self");

  private FleetSchema() {}
}
