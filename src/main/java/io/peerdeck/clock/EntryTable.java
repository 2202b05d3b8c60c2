package io.peerdeck.clock;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.store.Database;
import io.peerdeck.store.SqlWork;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The queries over stored entries. Sees committed rows only.
final class EntryTable {
  private static final String NODE = "id, cid, lc, branch, seq, versions, view_before, view_after";

  private static final byte[] NOTHING = new byte[0];

  private final Database database;
  private final EntryCache cache;

  EntryTable(Database database, EntryCache cache) {
    this.database = database;
    this.cache = cache;
  }

  Optional<DagNode> node(Cid cid) {
    return first(
        "SELECT " + NODE + " FROM clock_entry WHERE cid = ?",
        EntryTable::readNode,
        (Object) cid.bytes());
  }

  Optional<DagNode> nodeOnChain(int branch, long seq) {
    return first(
        "SELECT " + NODE + " FROM clock_entry WHERE branch = ? AND seq = ?",
        EntryTable::readNode,
        branch,
        seq);
  }

  OptionalLong rowOf(Cid cid) {
    return first(
            "SELECT id FROM clock_entry WHERE cid = ?", r -> r.getLong(1), (Object) cid.bytes())
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  Optional<Entry> entry(Cid cid) {
    return first(
        "SELECT cid, block FROM clock_entry WHERE cid = ?", this::readEntry, (Object) cid.bytes());
  }

  Optional<Entry> entry(long row) {
    return first("SELECT cid, block FROM clock_entry WHERE id = ?", this::readEntry, row);
  }

  List<Entry> ofKey(String key) {
    return sorted(
        all("SELECT cid, block FROM clock_entry WHERE key = ? ORDER BY lc", this::readEntry, key));
  }

  List<Entry> ofKey(String key, String kindPrefix) {
    return sorted(
        all(
            "SELECT cid, block FROM clock_entry WHERE key = ? AND substr(kind, 1, length(?)) = ?"
                + " ORDER BY lc",
            this::readEntry,
            key,
            kindPrefix,
            kindPrefix));
  }

  List<Entry> ofKeyUpTo(String key, long lc) {
    return sorted(
        all(
            "SELECT cid, block FROM clock_entry WHERE key = ? AND lc <= ? ORDER BY lc",
            this::readEntry,
            key,
            lc));
  }

  List<Entry> before(EntryPosition position, int limit) {
    return all(
        "SELECT cid, block FROM clock_entry WHERE (lc, cid) < (?, ?) ORDER BY lc DESC, cid DESC"
            + " LIMIT ?",
        this::readEntry,
        position.lc(),
        position.cid().bytes(),
        limit);
  }

  List<Entry> newest(long offset, int limit) {
    // The inner query walks the order index alone; blocks are read for the window only.
    return all(
        """
        SELECT cid, block FROM clock_entry WHERE id IN
          (SELECT id FROM clock_entry ORDER BY lc DESC, cid DESC LIMIT ? OFFSET ?)
        ORDER BY lc DESC, cid DESC\
        """,
        this::readEntry,
        limit,
        offset);
  }

  List<StoredEntry> since(long row, int limit) {
    return all(
        "SELECT cid, block, id FROM clock_entry WHERE id > ? ORDER BY id LIMIT ?",
        r -> new StoredEntry(r.getLong(3), readEntry(r)),
        row,
        limit);
  }

  /// Entries with their rows; `rest` is what follows the table's name. Their nodes are remembered:
  /// whoever looks at an entry asks next who might write it.
  List<StoredEntry> stored(String rest, Object... arguments) {
    return all(
        "SELECT " + NODE + ", block FROM clock_entry" + rest,
        r -> {
          DagNode node = readNode(r);
          cache.put(node);
          return new StoredEntry(node.row(), entry(node.cid(), r.getBytes(9)));
        },
        arguments);
  }

  List<Cid> cids(CidPart part, int limit) {
    return all(
        "SELECT cid FROM clock_entry WHERE " + part.condition() + " LIMIT " + limit,
        r -> Cid.decode(r.getBytes(1)),
        part.values().toArray());
  }

  /// One snapshot for several queries.
  <T> T read(SqlWork<T> work) {
    return database.read(work);
  }

  /// Nodes in admission order; their blocks stay in the file.
  List<DagNode> nodesSince(long row, int limit) {
    return all(
        "SELECT " + NODE + " FROM clock_entry WHERE id > ? ORDER BY id LIMIT ?",
        EntryTable::readNode,
        row,
        limit);
  }

  /// The blocks of rows above `after` up to `last` that `known` does not cover, in admission order.
  List<byte[]> blocksBetween(long after, long last, VersionVector known) {
    return all(
            "SELECT branch, seq, block FROM clock_entry WHERE id > ? AND id <= ? ORDER BY id",
            r -> known.covers(r.getInt(1), r.getLong(2)) ? NOTHING : r.getBytes(3),
            after,
            last)
        .stream()
        .filter(block -> block.length > 0)
        .toList();
  }

  /// Raw rows for verification: nothing is taken from the cache.
  List<RawRow> rawSince(long row, int limit) {
    return all(
        "SELECT " + NODE + ", kind, key, block FROM clock_entry WHERE id > ? ORDER BY id LIMIT ?",
        r -> new RawRow(readNode(r), r.getString(9), r.getString(10), r.getBytes(11)),
        row,
        limit);
  }

  /// A row as it is on disk.
  record RawRow(
      DagNode node,
      String kind,
      String key,
      @SuppressWarnings("ArrayRecordComponent") byte[] block) {}

  static DagNode readNode(ResultSet r) throws SQLException {
    return new DagNode(
        r.getLong(1),
        Cid.decode(r.getBytes(2)),
        r.getLong(3),
        r.getInt(4),
        r.getLong(5),
        VersionVector.decode(r.getBytes(6)),
        r.getInt(7),
        r.getInt(8));
  }

  private Entry readEntry(ResultSet r) throws SQLException {
    return entry(Cid.decode(r.getBytes(1)), r.getBytes(2));
  }

  private Entry entry(Cid cid, byte[] block) {
    Optional<Entry> cached = cache.get(cid);
    if (cached.isPresent()) {
      return cached.get();
    }
    Entry entry = EntryCodec.trusted(cid, block);
    cache.put(entry);
    return entry;
  }

  private static List<Entry> sorted(List<Entry> byTime) {
    List<Entry> sorted = new ArrayList<>(byTime);
    sorted.sort(null);
    return List.copyOf(sorted);
  }

  <T> Optional<T> first(String sql, Row<T> row, Object... arguments) {
    List<T> found = all(sql, row, arguments);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
  }

  <T> List<T> all(String sql, Row<T> row, Object... arguments) {
    SqlWork<List<T>> work = c -> query(c, sql, row, arguments);
    return database.read(work);
  }

  static <T> List<T> query(Connection c, String sql, Row<T> row, Object... arguments)
      throws SQLException {
    try (PreparedStatement s = c.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        s.setObject(i + 1, arguments[i]);
      }
      List<T> rows = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          rows.add(row.read(r));
        }
      }
      return rows;
    }
  }

  /// Reads one row of a result.
  @FunctionalInterface
  interface Row<T> {
    T read(ResultSet result) throws SQLException;
  }
}
