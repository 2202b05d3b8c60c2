package io.peerdeck.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The SQLite file of a data folder, in WAL mode with `synchronous=FULL`.
///
/// Writes are queued to one thread, which drains the queue into one transaction, gives each work
/// its own savepoint, commits once and only then completes the futures: what is acknowledged is on
/// disk. Reads run on the caller's thread against pooled connections and see committed rows only.
public final class Database implements AutoCloseable {
  private final WriterThread writer;
  private final ReaderPool readers;

  private Database(DatabaseFile file, Connection connection) {
    this.writer = new WriterThread(file.path(), connection);
    this.readers = new ReaderPool(file);
  }

  /// Opens or creates `file` and brings it to the layout of the last migration.
  ///
  /// @param migrations numbered 1, 2, 3 …; those above the file's `user_version` are applied
  /// @throws StoreException when the file was written by a newer version, or is unreadable (it is
  ///     then renamed to `….unreadable-N` and never reset)
  public static Database open(Path file, List<Migration> migrations) {
    DatabaseFile databaseFile = new DatabaseFile(file);
    return new Database(databaseFile, databaseFile.openMigrated(migrations));
  }

  /// Queues a work for the next group commit.
  ///
  /// Blocks the caller while the queue is full. Works run in the order they were queued. The future
  /// completes on a virtual thread after the commit is durable; when the work throws, its changes
  /// alone are rolled back and the future fails with what it threw (an [SQLException] as the cause
  /// of a [StoreException]).
  ///
  /// @throws StoreException when the queue stays full past 30 s
  public <T extends @Nullable Object> CompletableFuture<T> write(SqlWork<T> work) {
    return writer.submit(work);
  }

  /// Runs a reading work on the calling thread, in one snapshot of the committed rows.
  ///
  /// @throws StoreException when the statement fails, or no connection comes free within 30 s
  public <T extends @Nullable Object> T read(SqlWork<T> work) {
    return readers.read(work);
  }

  /// Commits what is queued, then closes all connections. Later writes are refused.
  @Override
  public void close() {
    writer.close();
    readers.close();
  }
}
