package io.peerdeck.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.sqlite.core.DB;
import org.sqlite.jdbc4.JDBC4Connection;
import org.sqlite.jdbc4.JDBC4PreparedStatement;

/// A connection that keeps its latest statements prepared: to read the text of one and plan it
/// takes SQLite longer than to carry it out. A statement that is closed is reset, forgets its
/// parameters and waits to be asked for again. Used by one thread at a time.
final class KeepingConnection extends JDBC4Connection {
  private static final int KEPT = 96;

  private final Map<String, Kept> idle =
      new LinkedHashMap<>(2 * KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
          if (size() <= KEPT) {
            return false;
          }
          eldest.getValue().discard();
          return true;
        }
      };

  /// @param url of the driver
  /// @param file its absolute path
  KeepingConnection(String url, String file, Properties properties) throws SQLException {
    super(url, file, properties);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    if (type != ResultSet.TYPE_FORWARD_ONLY || concurrency != ResultSet.CONCUR_READ_ONLY) {
      return super.prepareStatement(sql, type, concurrency, holdability);
    }
    Kept kept = idle.remove(sql);
    if (kept == null) {
      return new Kept(this, sql);
    }
    kept.lent = true;
    return kept;
  }

  /// SQLite's own part of closing ends all its statements, kept or not.
  @Override
  public void close() throws SQLException {
    idle.clear();
    super.close();
  }

  private static final class Kept extends JDBC4PreparedStatement {
    private final KeepingConnection owner;
    private final String text;
    private boolean lent = true;

    Kept(KeepingConnection owner, String text) throws SQLException {
      super(owner, text);
      this.owner = owner;
      this.text = text;
    }

    @Override
    public void close() throws SQLException {
      if (!lent) {
        return;
      }
      lent = false;
      if (owner.isClosed() || pointer.isClosed() || owner.idle.containsKey(text)) {
        super.close();
        return;
      }
      rs.close();
      pointer.safeRunInt(DB::reset);
      clearBatch();
      clearParameters();
      owner.idle.put(text, this);
    }

    /// Closes it for good.
    private void discard() {
      try {
        super.close();
      } catch (SQLException e) {
        org.slf4j.LoggerFactory.getLogger(KeepingConnection.class)
            .debug("a statement ended with an error", e);
      }
    }
  }
}
