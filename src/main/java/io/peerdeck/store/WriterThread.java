package io.peerdeck.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that writes: drain the queue, one transaction, a savepoint per work, one commit.
final class WriterThread implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WriterThread.class);
  private static final int QUEUE = 4096;
  private static final int GROUP = 1024;
  private static final long WAIT_SECONDS = 30;

  private final Path file;
  private final Connection connection;
  private final BlockingQueue<Job<?>> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Job<Boolean> last = new Job<>(c -> true);
  private final Thread thread;
  private volatile boolean closing;
  private volatile boolean ended;

  WriterThread(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
    this.thread = Thread.ofPlatform().daemon().name("store-writer").start(this::run);
  }

  <T extends @Nullable Object> CompletableFuture<T> submit(SqlWork<T> work) {
    Job<T> job = new Job<>(work);
    if (closing) {
      job.future.completeExceptionally(closedError());
      return job.future;
    }
    try {
      if (!queue.offer(job, WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new StoreException(
            "%s: %d writes have waited for the disk for %d s".formatted(file, QUEUE, WAIT_SECONDS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(file + ": interrupted while waiting to write", e);
    }
    // The thread may have ended between the check above and the offer.
    if (ended && queue.remove(job)) {
      job.future.completeExceptionally(closedError());
    }
    return job.future;
  }

  private void run() {
    List<Job<?>> group = new ArrayList<>(GROUP);
    try (connection;
        GroupTransaction transaction = new GroupTransaction(connection)) {
      boolean more = true;
      while (more) {
        group.add(queue.take());
        queue.drainTo(group, GROUP - 1);
        more = !group.remove(last);
        commit(transaction, group);
        group.clear();
      }
    } catch (InterruptedException | SQLException e) {
      log.error("{}: the writer ended", file, e);
    } finally {
      closing = true;
      ended = true;
      queue.drainTo(group);
      group.forEach(job -> job.future.completeExceptionally(closedError()));
    }
  }

  private void commit(GroupTransaction transaction, List<Job<?>> group) {
    if (group.isEmpty()) {
      return;
    }
    try {
      transaction.begin.execute();
      for (Job<?> job : group) {
        job.runIn(transaction);
      }
      transaction.commit.execute();
    } catch (SQLException e) {
      transaction.rollBackAll();
      StoreException failure = new StoreException(file + ": cannot write: " + e.getMessage(), e);
      group.forEach(job -> job.failWith(failure));
    }
    group.forEach(Job::settle);
  }

  private StoreException closedError() {
    return new StoreException(file + ": the database is closed");
  }

  @Override
  public void close() {
    closing = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        if (!queue.contains(last) && !queue.offer(last, 1, TimeUnit.SECONDS)) {
          continue;
        }
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// The prepared transaction statements of the writing connection.
  private static final class GroupTransaction implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement begin;
    private final PreparedStatement commit;
    private final PreparedStatement savepoint;
    private final PreparedStatement release;
    private final PreparedStatement rollbackTo;

    GroupTransaction(Connection connection) throws SQLException {
      this.connection = connection;
      this.begin = connection.prepareStatement("BEGIN IMMEDIATE");
      this.commit = connection.prepareStatement("COMMIT");
      this.savepoint = connection.prepareStatement("SAVEPOINT work");
      this.release = connection.prepareStatement("RELEASE work");
      this.rollbackTo = connection.prepareStatement("ROLLBACK TO work");
    }

    void rollBackAll() {
      try (PreparedStatement rollback = connection.prepareStatement("ROLLBACK")) {
        rollback.execute();
      } catch (SQLException e) {
        // SQLite rolls back by itself on a full disk; the commit's own error is what is reported.
        log.debug("nothing left to roll back", e);
      }
    }

    @Override
    public void close() throws SQLException {
      for (PreparedStatement statement : List.of(begin, commit, savepoint, release, rollbackTo)) {
        statement.close();
      }
    }
  }

  /// One queued work and its outcome, which is told only after the group's commit.
  private static final class Job<T extends @Nullable Object> {
    private final SqlWork<T> work;
    private final CompletableFuture<T> future = new CompletableFuture<>();
    private @Nullable T result;
    private @Nullable Throwable failure;

    Job(SqlWork<T> work) {
      this.work = work;
    }

    void runIn(GroupTransaction transaction) throws SQLException {
      transaction.savepoint.execute();
      try {
        result = work.run(transaction.connection);
      } catch (SQLException e) {
        failure = new StoreException("a write failed: " + e.getMessage(), e);
      } catch (RuntimeException | Error e) {
        failure = e;
      }
      if (failure != null) {
        transaction.rollbackTo.execute();
      }
      transaction.release.execute();
    }

    void failWith(StoreException groupFailure) {
      failure = failure == null ? groupFailure : failure;
    }

    /// Dependents run on a virtual thread: one that blocks must not stop the writer.
    void settle() {
      if (future.getNumberOfDependents() == 0) {
        complete();
      } else {
        Thread.startVirtualThread(this::complete);
      }
    }

    @SuppressWarnings("NullAway") // T may itself be nullable; a successful work has set the result.
    private void complete() {
      if (failure != null) {
        future.completeExceptionally(failure);
      } else {
        future.complete(result);
      }
    }
  }
}
