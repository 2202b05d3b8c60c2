package io.peerdeck.clock;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.util.List;
import java.util.Optional;

/// Reads the graph's edge from the tables: a few rows, however long the history.
final class EdgeReader {
  private static final String NODE =
      "e.id, e.cid, e.lc, e.branch, e.seq, e.versions, e.view_before, e.view_after";

  private final EntryTable table;

  EdgeReader(EntryTable table) {
    this.table = table;
  }

  Optional<Cid> fleet() {
    return table.first("SELECT genesis FROM clock_fleet", r -> Cid.decode(r.getBytes(1)));
  }

  List<DagNode> heads() {
    return table.all(
        "SELECT " + NODE + " FROM clock_head h JOIN clock_entry e ON e.id = h.entry",
        EntryTable::readNode);
  }

  Branches branches() {
    Branches branches = new Branches();
    table
        .all(
            "SELECT "
                + NODE
                + ", b.id, b.author, b.start, b.parent FROM clock_branch b JOIN clock_entry e ON"
                + " e.id = b.tip ORDER BY b.id",
            r ->
                new Branch(
                    r.getInt(9),
                    PeerId.decode(r.getBytes(10)),
                    r.getLong(11),
                    r.getInt(12),
                    EntryTable.readNode(r)))
        .forEach(branches::put);
    table
        .all(
            "SELECT a, b, seq FROM clock_fork",
            r -> new Fork(r.getInt(1), r.getInt(2), r.getLong(3)))
        .forEach(branches::put);
    return branches;
  }

  long rows() {
    return table.first("SELECT max(id) FROM clock_entry", r -> r.getLong(1)).orElse(0L);
  }

  long lastLc() {
    return table
        .all("SELECT max(lc) FROM clock_entry HAVING max(lc) IS NOT NULL", r -> r.getLong(1))
        .stream()
        .findFirst()
        .orElse(-1L);
  }
}
