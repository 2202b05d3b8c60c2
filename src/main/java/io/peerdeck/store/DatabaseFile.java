package io.peerdeck.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/// Opens connections to one file, migrates it, and keeps a file aside that SQLite cannot read.
final class DatabaseFile {
  private static final Logger log = LoggerFactory.getLogger(DatabaseFile.class);
  private static final int BUSY_MILLIS = 10_000;

  private final Path file;

  DatabaseFile(Path file) {
    this.file = file;
  }

  Path path() {
    return file;
  }

  /// A writing connection to the migrated file.
  Connection openMigrated(List<Migration> migrations) {
    checkNumbering(migrations);
    warnOfKeptFiles();
    try {
      Connection connection = connect(false);
      try {
        migrate(connection, migrations);
        return connection;
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw isUnreadable(e)
          ? keepAside(e)
          : new StoreException(file + ": cannot open the database: " + e.getMessage(), e);
    }
  }

  Connection openReader() {
    try {
      return connect(true);
    } catch (SQLException e) {
      throw new StoreException(file + ": cannot open for reading: " + e.getMessage(), e);
    }
  }

  private Connection connect(boolean reader) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setGetGeneratedKeys(false); // nobody asks for them, and each insert would ask once more
    Properties properties = config.toProperties();
    String path = file.toAbsolutePath().toString();
    Connection connection = new KeepingConnection(JDBC.PREFIX + path, path, properties);
    try (Statement s = connection.createStatement()) {
      if (reader) {
        s.execute("PRAGMA query_only=ON");
        s.execute("PRAGMA cache_size=-4000");
      } else {
        s.execute("PRAGMA journal_mode=WAL");
        s.execute("PRAGMA synchronous=FULL");
        s.execute("PRAGMA cache_size=-16000");
        s.execute("PRAGMA wal_autocheckpoint=4000");
      }
      s.execute("PRAGMA temp_store=MEMORY");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private void migrate(Connection connection, List<Migration> migrations) throws SQLException {
    int have = userVersion(connection);
    int known = migrations.size();
    if (have > known) {
      throw new StoreException(
          "%s was written by a newer Peerdeck (layout %d, this one knows up to %d): start the newer version, or use another data folder"
              .formatted(file, have, known));
    }
    try (Statement s = connection.createStatement()) {
      // Reads the schema, so that a damaged first page is found now and not by the first query.
      s.executeQuery("SELECT count(*) FROM sqlite_master").close();
      for (Migration migration : migrations.subList(have, known)) {
        s.execute("BEGIN IMMEDIATE");
        for (String statement : migration.statements()) {
          s.execute(statement);
        }
        s.execute("PRAGMA user_version=" + migration.version());
        s.execute("COMMIT");
      }
    }
  }

  private static int userVersion(Connection connection) throws SQLException {
    try (Statement s = connection.createStatement();
        ResultSet r = s.executeQuery("PRAGMA user_version")) {
      return r.next() ? r.getInt(1) : 0;
    }
  }

  private static void checkNumbering(List<Migration> migrations) {
    for (int i = 0; i < migrations.size(); i++) {
      if (migrations.get(i).version() != i + 1) {
        throw new IllegalArgumentException(
            "migrations must be numbered 1, 2, 3 …: found "
                + migrations.get(i).version()
                + " at place "
                + (i + 1));
      }
    }
  }

  private static boolean isUnreadable(SQLException e) {
    int code = e.getErrorCode() & 0xff;
    return code == SQLiteErrorCode.SQLITE_NOTADB.code
        || code == SQLiteErrorCode.SQLITE_CORRUPT.code;
  }

  /// Renames the file and its companions: their bytes stay for a repair, and nothing is written
  /// over them.
  private StoreException keepAside(SQLException why) {
    try {
      Path kept = freeName();
      for (String suffix : List.of("-wal", "-shm")) {
        Path companion = file.resolveSibling(file.getFileName() + suffix);
        if (Files.exists(companion)) {
          Files.move(companion, kept.resolveSibling(kept.getFileName() + suffix));
        }
      }
      Files.move(file, kept);
      return new StoreException(
          "%s is not a readable database (%s). It was kept aside as %s: put a sound copy in its place, or start again for an empty one that catches up from the fleet"
              .formatted(file, why.getMessage(), kept),
          why);
    } catch (IOException e) {
      why.addSuppressed(e);
      return new StoreException(
          "%s is not a readable database (%s) and could not be kept aside: %s"
              .formatted(file, why.getMessage(), e),
          why);
    }
  }

  private Path freeName() throws IOException {
    for (int n = 1; n < 10_000; n++) {
      Path candidate = file.resolveSibling(file.getFileName() + ".unreadable-" + n);
      if (!Files.exists(candidate)) {
        return candidate;
      }
    }
    throw new IOException("too many unreadable files are kept beside " + file);
  }

  private void warnOfKeptFiles() {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || Files.exists(file)) {
      return;
    }
    try (var kept = Files.newDirectoryStream(folder, file.getFileName() + ".unreadable-*")) {
      for (Path path : kept) {
        log.warn("starting an empty {} although {} was kept aside as unreadable", file, path);
      }
    } catch (IOException e) {
      throw new StoreException(folder + ": cannot list the data folder: " + e, e);
    }
  }
}
