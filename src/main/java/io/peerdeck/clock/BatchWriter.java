package io.peerdeck.clock;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// Writes a batch, inside the database's group transaction.
final class BatchWriter {
  private BatchWriter() {}

  /// @param branches the touched branches as they are after the batch
  /// @param heads the heads after the batch
  static void write(Connection c, Batch batch, List<Branch> branches, List<DagNode> heads)
      throws SQLException {
    if (batch.newFleet.isPresent()) {
      try (PreparedStatement s =
          c.prepareStatement("INSERT INTO clock_fleet (id, genesis) VALUES (1, ?)")) {
        s.setBytes(1, batch.newFleet.get().bytes());
        s.executeUpdate();
      }
    }
    entries(c, batch);
    views(c, batch.views);
    branches(c, branches);
    forks(c, batch.forks);
    heads(c, heads);
  }

  private static void entries(Connection c, Batch batch) throws SQLException {
    String sql =
        """
        INSERT INTO clock_entry (id, cid, lc, branch, seq, view_before, view_after, versions, kind, key, block)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
        """;
    try (PreparedStatement s = c.prepareStatement(sql)) {
      for (int i = 0; i < batch.nodes.size(); i++) {
        DagNode node = batch.nodes.get(i);
        Entry entry = batch.entries.get(i).entry();
        s.setLong(1, node.row());
        s.setBytes(2, node.cid().bytes());
        s.setLong(3, node.lc());
        s.setInt(4, node.branch());
        s.setLong(5, node.seq());
        s.setInt(6, node.viewBefore());
        s.setInt(7, node.viewAfter());
        s.setBytes(8, node.versions().encode());
        s.setString(9, entry.kind());
        s.setString(10, entry.key());
        s.setBytes(11, entry.block());
        s.executeUpdate();
      }
    }
  }

  private static void views(Connection c, List<View> views) throws SQLException {
    if (views.isEmpty()) {
      return;
    }
    try (PreparedStatement s =
        c.prepareStatement("INSERT INTO clock_view (id, digest, entries) VALUES (?, ?, ?)")) {
      for (View view : views) {
        s.setInt(1, view.id());
        s.setBytes(2, view.digest());
        s.setBytes(3, view.encode());
        s.executeUpdate();
      }
    }
  }

  private static void branches(Connection c, List<Branch> branches) throws SQLException {
    String sql =
        """
        INSERT INTO clock_branch (id, author, start, parent, tip) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET tip = excluded.tip\
        """;
    try (PreparedStatement s = c.prepareStatement(sql)) {
      for (Branch branch : branches) {
        s.setInt(1, branch.id());
        s.setBytes(2, branch.author().bytes());
        s.setLong(3, branch.start());
        s.setInt(4, branch.parent());
        s.setLong(5, branch.tip().row());
        s.executeUpdate();
      }
    }
  }

  private static void forks(Connection c, List<Fork> forks) throws SQLException {
    if (forks.isEmpty()) {
      return;
    }
    try (PreparedStatement s =
        c.prepareStatement("INSERT INTO clock_fork (a, b, seq) VALUES (?, ?, ?)")) {
      for (Fork fork : forks) {
        s.setInt(1, fork.a());
        s.setInt(2, fork.b());
        s.setLong(3, fork.seq());
        s.executeUpdate();
      }
    }
  }

  private static void heads(Connection c, List<DagNode> heads) throws SQLException {
    try (Statement s = c.createStatement()) {
      s.executeUpdate("DELETE FROM clock_head");
    }
    try (PreparedStatement s = c.prepareStatement("INSERT INTO clock_head (entry) VALUES (?)")) {
      for (DagNode head : heads) {
        s.setLong(1, head.row());
        s.executeUpdate();
      }
    }
  }
}
