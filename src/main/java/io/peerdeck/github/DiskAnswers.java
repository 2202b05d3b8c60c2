package io.peerdeck.github;

import io.peerdeck.multiformats.PeerdeckException;
import io.peerdeck.store.Database;
import io.peerdeck.store.SqlWork;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers on disk behind those in memory: rows in SQLite, bodies in files named by their CID. A
/// disk that fails costs what it would have kept, never an answer. One that is full is given room
/// back; and since a row cannot be taken out of a database that cannot be written, its body goes,
/// without which it counts for nothing.
final class DiskAnswers implements AnswerStore, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DiskAnswers.class);
  private static final Duration OLDEST = Duration.ofDays(30);
  private static final long BETWEEN_COMPLAINTS_MILLIS = 60_000;

  private final AnswerStore memory;
  private final AnswerBodies bodies;
  private final Database database;
  private final long most;
  private final InstantSource wall;
  private final ConcurrentMap<CacheKey, CachedAnswer> underWay = new ConcurrentHashMap<>();
  private final AtomicLong written = new AtomicLong();
  private volatile String trouble = "";
  private final AtomicLong complained = new AtomicLong(Long.MIN_VALUE / 2);

  /// @param folder of its own, made when absent
  /// @param most bytes of bodies kept there
  /// @throws GitHubException if the folder cannot be used
  DiskAnswers(AnswerStore memory, Path folder, long most, InstantSource wall) {
    this.memory = memory;
    this.most = most;
    this.wall = wall;
    try {
      bodies = AnswerBodies.in(folder.resolve("bodies"));
      database = Database.open(folder.resolve("answers.db"), AnswerRows.MIGRATIONS);
    } catch (IOException | PeerdeckException e) {
      throw new GitHubException(
          "GitHub's answers cannot be kept in " + folder + ": " + e.getMessage(), e);
    }
    prune();
  }

  @Override
  public Optional<CachedAnswer> find(CacheKey key) {
    Optional<CachedAnswer> near = memory.find(key).or(() -> Optional.ofNullable(underWay.get(key)));
    if (near.isPresent()) {
      return near;
    }
    try {
      Optional<AnswerRows.Row> row = database.read(connection -> AnswerRows.find(connection, key));
      Optional<CachedAnswer> kept = row.flatMap(this::withBody);
      kept.ifPresent(
          answer -> {
            memory.put(answer);
            write(connection -> AnswerRows.used(connection, key, wall.millis()));
          });
      if (row.isPresent() && kept.isEmpty()) {
        remove(key);
      }
      return kept;
    } catch (PeerdeckException e) {
      complain("read", e);
      return Optional.empty();
    }
  }

  /// With its body, if that is still what its name says.
  private Optional<CachedAnswer> withBody(AnswerRows.Row row) {
    try {
      return bodies.read(row.cid()).map(row::with);
    } catch (IOException e) {
      complain("read", e);
      return Optional.empty();
    }
  }

  @Override
  public void put(CachedAnswer answer) {
    memory.put(answer);
    try {
      synchronized (bodies) {
        bodies.keep(answer.body());
        row(answer);
      }
      if (written.addAndGet(answer.body().bytes().length + 512L) > most / 8) {
        prune();
      }
    } catch (IOException | PeerdeckException e) {
      boolean told = complain("written", e);
      outdated(answer);
      if (told) {
        giveRoom();
      }
    }
  }

  /// Readers see committed rows only; until then the answer is found on its way. The writer's queue
  /// bounds how many there are.
  private void row(CachedAnswer answer) {
    underWay.put(answer.key(), answer);
    try {
      write(connection -> AnswerRows.put(connection, answer, wall.millis()))
          .whenComplete(
              (rows, error) -> {
                underWay.remove(answer.key(), answer);
                if (error == null) {
                  trouble = "";
                } else {
                  outdated(answer);
                }
              });
    } catch (PeerdeckException e) {
      underWay.remove(answer.key(), answer);
      throw e;
    }
  }

  private CompletableFuture<Integer> write(SqlWork<Integer> work) {
    return database
        .write(work)
        .whenComplete(
            (rows, error) -> {
              if (error != null) {
                complain("written", error);
              }
            });
  }

  /// Drops what is on disk of an answer that has a later one.
  private void outdated(CachedAnswer later) {
    forget(
        connection ->
            AnswerRows.find(connection, later.key()).map(DiskAnswers::cid).stream()
                .filter(cid -> !cid.equals(later.body().cid().toString())));
  }

  /// Drops the bodies that a query names.
  private void forget(SqlWork<Stream<String>> query) {
    try {
      for (String cid : database.read(query).toList()) {
        bodies.delete(cid);
      }
    } catch (IOException | PeerdeckException e) {
      complain("removed", e);
    }
  }

  /// Drops an eighth of what is kept, what was used longest ago first.
  private void giveRoom() {
    synchronized (bodies) {
      forget(
          connection -> {
            List<String> oldest = AnswerRows.cidsByUse(connection);
            return oldest.stream().limit((oldest.size() + 7) / 8);
          });
    }
  }

  /// A full disk is told of in the log once a minute.
  ///
  /// @return whether it was
  private boolean complain(String what, Throwable why) {
    trouble =
        "GitHub's answers cannot be "
            + what
            + " on disk, and are kept in memory alone: "
            + (why instanceof FileSystemException failed && failed.getReason() != null
                ? failed.getReason()
                : why.getMessage());
    long now = wall.millis();
    long before = complained.get();
    if (now - before > BETWEEN_COMPLAINTS_MILLIS && complained.compareAndSet(before, now)) {
      LOG.warn("GitHub's answers cannot be {} on disk: {}", what, why.toString());
      return true;
    }
    return false;
  }

  @Override
  public String trouble() {
    return trouble;
  }

  private void prune() {
    written.set(0);
    try {
      synchronized (bodies) {
        long oldest = wall.instant().minus(OLDEST).toEpochMilli();
        database.write(connection -> AnswerRows.prune(connection, oldest, most)).join();
        bodies.keepOnly(new HashSet<>(database.read(AnswerRows::cids)));
      }
    } catch (IOException | RuntimeException e) {
      complain("pruned", e);
    }
  }

  @Override
  public void remove(CacheKey key) {
    memory.remove(key);
    underWay.remove(key);
    write(connection -> AnswerRows.remove(connection, key))
        .exceptionally(
            error -> {
              forget(connection -> AnswerRows.find(connection, key).map(DiskAnswers::cid).stream());
              return 0;
            });
  }

  private static String cid(AnswerRows.Row row) {
    return row.cid().toString();
  }

  @Override
  public void removePublic(Predicate<ApiRead> which) {
    memory.removePublic(which);
    underWay.keySet().removeIf(key -> key.partition().isPublic() && which.test(key.read()));
    try {
      database
          .write(
              connection -> {
                int removed = 0;
                for (CacheKey key : AnswerRows.ofPublic(connection)) {
                  removed += which.test(key.read()) ? AnswerRows.remove(connection, key) : 0;
                }
                return removed;
              })
          .join();
    } catch (RuntimeException e) {
      complain("removed", e);
      forget(
          connection -> {
            List<String> cids = new ArrayList<>();
            for (CacheKey key : AnswerRows.ofPublic(connection)) {
              if (which.test(key.read())) {
                AnswerRows.find(connection, key).map(DiskAnswers::cid).ifPresent(cids::add);
              }
            }
            return cids.stream();
          });
    }
  }

  @Override
  public void clear() {
    memory.clear();
    underWay.clear();
    write(
            connection -> {
              try (var delete = connection.createStatement()) {
                return delete.executeUpdate("DELETE FROM answer");
              }
            })
        .exceptionally(
            error -> {
              forget(connection -> AnswerRows.cids(connection).stream());
              return 0;
            })
        .join();
    prune();
  }

  @Override
  public List<CachedAnswer> newest(int limit) {
    return memory.newest(limit);
  }

  @Override
  public long size() {
    return memory.size();
  }

  @Override
  public void close() {
    database.close();
  }
}
