package io.peerdeck.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A few read-only connections, opened when first needed and handed out one reader at a time.
final class ReaderPool implements AutoCloseable {
  private static final int CONNECTIONS = 4;
  private static final long WAIT_SECONDS = 30;

  private final DatabaseFile file;
  private final Semaphore permits = new Semaphore(CONNECTIONS);
  private final LinkedBlockingDeque<Connection> idle = new LinkedBlockingDeque<>();
  private volatile boolean closed;

  ReaderPool(DatabaseFile file) {
    this.file = file;
  }

  <T extends @Nullable Object> T read(SqlWork<T> work) {
    acquire();
    try {
      if (closed) {
        throw new StoreException(file.path() + ": the database is closed");
      }
      // Last in, first out: the connection with the warmest page cache.
      Connection connection = idle.pollFirst();
      if (connection == null) {
        connection = file.openReader();
      }
      boolean sound = false;
      try {
        T result = inSnapshot(connection, work);
        sound = true;
        return result;
      } finally {
        if (sound && !closed) {
          idle.addFirst(connection);
        } else {
          closeQuietly(connection);
        }
      }
    } finally {
      permits.release();
    }
  }

  private <T extends @Nullable Object> T inSnapshot(Connection connection, SqlWork<T> work) {
    try (PreparedStatement begin = connection.prepareStatement("BEGIN");
        PreparedStatement commit = connection.prepareStatement("COMMIT")) {
      begin.execute();
      T result = work.run(connection);
      commit.execute();
      return result;
    } catch (SQLException e) {
      throw new StoreException(file.path() + ": cannot read: " + e.getMessage(), e);
    }
  }

  private void acquire() {
    try {
      if (!permits.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new StoreException(
            file.path() + ": no connection came free within " + WAIT_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(file.path() + ": interrupted while waiting to read", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    permits.acquireUninterruptibly(CONNECTIONS);
    try {
      for (Connection connection = idle.pollFirst();
          connection != null;
          connection = idle.pollFirst()) {
        closeQuietly(connection);
      }
    } finally {
      permits.release(CONNECTIONS);
    }
  }

  private void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      org.slf4j.LoggerFactory.getLogger(ReaderPool.class)
          .warn("{}: closing a reader failed", file.path(), e);
    }
  }
}
