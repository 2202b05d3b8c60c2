package io.peerdeck.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class DatabaseTest {
  private static final List<Migration> ONE =
      List.of(
          new Migration(
              1, List.of("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")));

  @TempDir Path folder;

  @Test
  void whatWasAcknowledgedIsThereAfterReopening() {
    try (Database db = Database.open(file(), ONE)) {
      db.write(insert(1, "kept")).join();
    }
    try (Database db = Database.open(file(), ONE)) {
      assertThat(notes(db)).containsExactly("kept");
    }
  }

  @Test
  void aStatementAskedForAgainRemembersNeitherParametersNorRowsAndMayBeUsedTwiceAtOnce() {
    String select = "SELECT text FROM note WHERE ?1 IS NULL OR id > ?1 ORDER BY id";
    try (Database db = Database.open(file(), ONE)) {
      db.write(insert(1, "one")).join();
      db.write(insert(2, "two")).join();
      assertThat(db.<List<String>>read(c -> first(c, select, 1))).containsExactly("two");
      assertThat(db.<List<String>>read(c -> first(c, select, 0))).containsExactly("one");
      db.write(insert(3, "three")).join();
      List<String> seen =
          db.read(
              c -> {
                List<String> both = new ArrayList<>();
                try (PreparedStatement outer = c.prepareStatement(select);
                    ResultSet rows = outer.executeQuery()) {
                  while (rows.next()) {
                    both.add(rows.getString(1));
                    both.addAll(first(c, select, 2));
                  }
                }
                return both;
              });
      assertThat(seen).containsExactly("one", "three", "two", "three", "three", "three");
      for (int i = 0; i < 300; i++) { // more texts than are kept
        String other = select + " LIMIT " + (1 + i % 200);
        assertThat(db.<List<String>>read(c -> first(c, other, 0))).containsExactly("one");
      }
    }
  }

  /// The first row alone, with the others left unread.
  private static List<String> first(Connection c, String select, int above) throws SQLException {
    try (PreparedStatement statement = c.prepareStatement(select)) {
      statement.setInt(1, above);
      ResultSet rows = statement.executeQuery();
      return rows.next() ? List.of(rows.getString(1)) : List.of();
    }
  }

  @Test
  void aFailingWorkIsRolledBackAloneAndItsGroupIsKept() throws Exception {
    try (Database db = Database.open(file(), ONE)) {
      CountDownLatch go = new CountDownLatch(1);
      CompletableFuture<Integer> gate =
          db.write(
              c -> {
                awaitLatch(go);
                return 0;
              });
      CompletableFuture<Integer> before = db.write(insert(1, "before"));
      CompletableFuture<Integer> half =
          db.write(
              c -> {
                insert(2, "half").run(c);
                return insert(1, "same id").run(c);
              });
      CompletableFuture<Integer> after = db.write(insert(3, "after"));
      go.countDown();
      gate.join();
      before.join();
      after.join();
      assertThatThrownBy(half::join)
          .hasCauseInstanceOf(StoreException.class)
          .hasMessageContaining("UNIQUE");
      assertThat(notes(db)).containsExactly("before", "after");
    }
  }

  @Test
  void nothingIsAcknowledgedBeforeItsGroupIsCommitted() throws Exception {
    try (Database db = Database.open(file(), ONE)) {
      CountDownLatch started = new CountDownLatch(1);
      CountDownLatch blocked = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      CompletableFuture<Integer> head =
          db.write(
              c -> {
                started.countDown();
                awaitLatch(blocked);
                return 0;
              });
      // The group of this one is drawn; what follows shares the next.
      awaitLatch(started);
      CompletableFuture<Integer> first = db.write(insert(1, "first"));
      CompletableFuture<Integer> second =
          db.write(
              c -> {
                awaitLatch(go);
                return insert(2, "second").run(c);
              });
      blocked.countDown();
      head.join();
      assertThat(first).isNotDone();
      go.countDown();
      second.join();
      first.join();
      assertThat(notes(db)).containsExactly("first", "second");
    }
  }

  @Test
  void aDependentThatWritesAgainDoesNotStopTheWriter() {
    try (Database db = Database.open(file(), ONE)) {
      CompletableFuture<Integer> chained =
          db.write(insert(1, "one")).thenApply(n -> db.write(insert(2, "two")).join());
      chained.orTimeout(10, TimeUnit.SECONDS).join();
      assertThat(notes(db)).containsExactly("one", "two");
    }
  }

  @Test
  void theFileIsInWalModeAndFullySynchronous() {
    try (Database db = Database.open(file(), ONE)) {
      String modes =
          db.write(c -> pragma(c, "journal_mode") + " " + pragma(c, "synchronous")).join();
      assertThat(modes).isEqualTo("wal 2");
    }
  }

  @Test
  void migrationsApplyOnlyWhatIsMissing() {
    Database.open(file(), ONE).close();
    List<Migration> two = new ArrayList<>(ONE);
    two.add(new Migration(2, List.of("ALTER TABLE note ADD COLUMN colour TEXT")));
    try (Database db = Database.open(file(), two)) {
      assertThat(db.<String>read(c -> pragma(c, "user_version"))).isEqualTo("2");
    }
  }

  @Test
  void aFailedMigrationLeavesTheFileAsItWas() {
    Database.open(file(), ONE).close();
    List<Migration> broken = new ArrayList<>(ONE);
    broken.add(new Migration(2, List.of("ALTER TABLE note ADD COLUMN colour TEXT", "nonsense")));
    assertThatThrownBy(() -> Database.open(file(), broken)).isInstanceOf(StoreException.class);
    try (Database db = Database.open(file(), ONE)) {
      assertThat(db.<String>read(c -> pragma(c, "user_version"))).isEqualTo("1");
    }
  }

  @Test
  void aFileOfANewerVersionIsRefused() {
    List<Migration> two = new ArrayList<>(ONE);
    two.add(new Migration(2, List.of()));
    Database.open(file(), two).close();
    assertThatThrownBy(() -> Database.open(file(), ONE))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("newer Peerdeck")
        .hasMessageContaining("layout 2");
    Database.open(file(), two).close();
  }

  @Test
  void anUnreadableFileIsReportedAndKeptAside() throws IOException {
    byte[] rubbish =
        "this is no database, and somebody may still want it back"
            .repeat(100)
            .getBytes(StandardCharsets.UTF_8);
    Files.write(file(), rubbish);
    assertThatThrownBy(() -> Database.open(file(), ONE))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("peerdeck.db.unreadable-1");
    assertThat(Files.readAllBytes(folder.resolve("peerdeck.db.unreadable-1"))).isEqualTo(rubbish);
    Database.open(file(), ONE).close();
  }

  @Test
  void aReaderCannotWrite() {
    try (Database db = Database.open(file(), ONE)) {
      assertThatThrownBy(() -> db.read(insert(1, "no"))).isInstanceOf(StoreException.class);
    }
  }

  @Test
  void closingCommitsWhatIsQueuedAndRefusesTheRest() {
    Database db = Database.open(file(), ONE);
    List<CompletableFuture<Integer>> writes = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      writes.add(db.write(insert(i, "note " + i)));
    }
    db.close();
    writes.forEach(CompletableFuture::join);
    assertThatThrownBy(() -> db.write(insert(501, "late")).join()).hasMessageContaining("closed");
    try (Database again = Database.open(file(), ONE)) {
      assertThat(notes(again)).hasSize(500);
    }
  }

  private Path file() {
    return folder.resolve("peerdeck.db");
  }

  private static SqlWork<Integer> insert(int id, String text) {
    return c -> {
      try (PreparedStatement s = c.prepareStatement("INSERT INTO note (id, text) VALUES (?, ?)")) {
        s.setInt(1, id);
        s.setString(2, text);
        return s.executeUpdate();
      }
    };
  }

  private static List<String> notes(Database db) {
    return db.read(
        c -> {
          List<String> all = new ArrayList<>();
          try (Statement s = c.createStatement();
              ResultSet r = s.executeQuery("SELECT text FROM note ORDER BY id")) {
            while (r.next()) {
              all.add(r.getString(1));
            }
          }
          return all;
        });
  }

  private static String pragma(Connection c, String name) throws SQLException {
    try (Statement s = c.createStatement();
        ResultSet r = s.executeQuery("PRAGMA " + name)) {
      r.next();
      return r.getString(1);
    }
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody opened the latch");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
