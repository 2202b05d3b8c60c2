package io.peerdeck.clock;

import java.util.List;

/// The clock's tables. An entry's row number is its place in local admission, which is causal; a
/// branch is one author's chain (more than one only after an equivocation); a view is the set of
/// rows that decide membership in some causal past, shared by all entries with the same one.
public final class ClockSchema {
  /// DDL for [io.peerdeck.store.Migration].
  public static final List<String> STATEMENTS =
      List.of(
          "CREATE TABLE clock_fleet (id INTEGER PRIMARY KEY CHECK (id = 1), genesis BLOB NOT NULL)",
          """
          CREATE TABLE clock_branch (id INTEGER PRIMARY KEY, author BLOB NOT NULL, start INTEGER NOT NULL,
            parent INTEGER NOT NULL, tip INTEGER NOT NULL)\
          """,
          "CREATE TABLE clock_fork (a INTEGER NOT NULL, b INTEGER NOT NULL, seq INTEGER NOT NULL,"
              + " PRIMARY KEY (a, b)) WITHOUT ROWID",
          "CREATE TABLE clock_view (id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, entries"
              + " BLOB NOT NULL)",
          """
          CREATE TABLE clock_entry (id INTEGER PRIMARY KEY, cid BLOB NOT NULL UNIQUE, lc INTEGER NOT NULL,
            branch INTEGER NOT NULL, seq INTEGER NOT NULL, view_before INTEGER NOT NULL, view_after INTEGER NOT NULL,
            versions BLOB NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, block BLOB NOT NULL)\
          """,
          "CREATE UNIQUE INDEX clock_entry_chain ON clock_entry (branch, seq)",
          "CREATE INDEX clock_entry_order ON clock_entry (lc, cid)",
          "CREATE INDEX clock_entry_key ON clock_entry (key, lc)",
          "CREATE TABLE clock_head (entry INTEGER PRIMARY KEY)");

  /// Indexes for [ClockSearch], for a later [io.peerdeck.store.Migration]. The last one finds a CID
  /// by its end, which is what people see of it.
  public static final List<String> SEARCH =
      List.of(
          "CREATE INDEX clock_entry_kind ON clock_entry (kind, lc)",
          "CREATE INDEX clock_entry_branch ON clock_entry (branch, lc)",
          "CREATE INDEX clock_entry_end ON clock_entry (substr(cid, -4))");

  /// Empties the tables: the folder follows no fleet any more.
  public static final List<String> FORGET =
      List.of(
          "DELETE FROM clock_fleet",
          "DELETE FROM clock_branch",
          "DELETE FROM clock_fork",
          "DELETE FROM clock_view",
          "DELETE FROM clock_entry",
          "DELETE FROM clock_head");

  private ClockSchema() {}
}
