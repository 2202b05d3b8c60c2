package io.peerdeck.clock;

import io.peerdeck.store.Database;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Takes the graph to disk: changes are made to the edge in memory under one lock, collected into a
/// batch, and published to readers only after that batch is durable. One batch is in flight at a
/// time; when its commit fails, everything not on disk is forgotten and the edge is loaded again.
final class Ledger<V> implements AutoCloseable {
  private static final int MAX_WAITING = 8192;
  private static final long WAIT_SECONDS = 30;

  private final Database database;
  private final EntryTable table;
  private final EntryCache cache;
  private final MembershipRule<V> rule;
  private final Consumer<List<StoredEntry>> published;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private volatile Dag<V> dag;
  private volatile ClockState state;
  private @Nullable Batch inFlight;
  private @Nullable ClockException broken;

  /// @param published given each batch after its commit, in order, never under the lock
  Ledger(
      Database database,
      EntryTable table,
      EntryCache cache,
      MembershipRule<V> rule,
      Consumer<List<StoredEntry>> published) {
    this.database = database;
    this.table = table;
    this.cache = cache;
    this.rule = rule;
    this.published = published;
    this.dag = new Dag<>(table, cache, rule);
    this.state = dag.state();
  }

  /// The durable edge.
  ClockState state() {
    return state;
  }

  Views<V> views() {
    return dag.views();
  }

  /// What a change gave, and when it is on disk.
  record Change<T extends @Nullable Object>(T result, CompletableFuture<@Nullable Void> durable) {}

  /// Changes the edge. `work` runs under the lock, must not wait, and must leave the edge as it was
  /// when it throws.
  ///
  /// @throws ClockException when the disk has failed, or has not kept up for 30 s
  <T extends @Nullable Object> Change<T> change(Function<Dag<V>, T> work) {
    lock.lock();
    try {
      awaitRoom();
      if (broken != null) {
        throw new ClockException("the clock is closed to writing: " + broken.getMessage(), broken);
      }
      T result = work.apply(dag);
      return new Change<>(result, durability());
    } finally {
      lock.unlock();
      flush();
    }
  }

  /// Looks at what is kept under the lock, changing nothing and waiting for no disk.
  <T> T inspect(Supplier<T> look) {
    lock.lock();
    try {
      return look.get();
    } finally {
      lock.unlock();
    }
  }

  private CompletableFuture<@Nullable Void> durability() {
    if (!dag.batch().isEmpty()) {
      return dag.batch().done;
    }
    return inFlight != null ? inFlight.done : CompletableFuture.completedFuture(null);
  }

  private void awaitRoom() {
    long left = TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    try {
      while (dag.batch().nodes.size() >= MAX_WAITING && broken == null) {
        if (left <= 0) {
          throw new ClockException(
              "%d entries have waited for the disk for %d s".formatted(MAX_WAITING, WAIT_SECONDS));
        }
        left = moved.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClockException("interrupted while waiting for the disk", e);
    }
  }

  private void flush() {
    Batch batch;
    ClockState after;
    lock.lock();
    try {
      if (inFlight != null || dag.batch().isEmpty()) {
        return;
      }
      after = dag.state();
      batch = dag.takeBatch();
      inFlight = batch;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
    List<Branch> touched = batch.branches.stream().map(after.branches()::get).toList();
    CompletableFuture<Boolean> written;
    try {
      written =
          database.write(
              c -> {
                BatchWriter.write(c, batch, touched, after.heads());
                return true;
              });
    } catch (RuntimeException e) {
      written = CompletableFuture.failedFuture(e);
    }
    CompletableFuture<Boolean> settled =
        written.whenComplete(
            (ok, failure) -> {
              if (failure == null) {
                committed(batch, after);
              } else {
                rolledBack(batch, failure);
              }
            });
    // A failure is told to those who wait for the batch; nobody looks at this future.
    settled.exceptionally(failure -> false);
  }

  private void committed(Batch batch, ClockState after) {
    lock.lock();
    try {
      dag.saved(batch);
      state = after;
      // Under the lock it only queues: the listeners are called elsewhere, in this order.
      published.accept(batch.entries);
      inFlight = null;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
    flush();
    batch.committed();
  }

  private void rolledBack(Batch batch, Throwable failure) {
    ClockException why = new ClockException("not written: " + failure.getMessage(), failure);
    Batch waiting;
    lock.lock();
    try {
      waiting = dag.takeBatch();
      inFlight = null;
      try {
        dag = new Dag<>(table, cache, rule);
      } catch (RuntimeException e) {
        why.addSuppressed(e);
        broken = why;
      }
      moved.signalAll();
    } finally {
      lock.unlock();
    }
    batch.failed(why);
    waiting.failed(why);
  }

  /// Waits until everything placed is on disk or has failed, and refuses more.
  @Override
  public void close() {
    lock.lock();
    try {
      while (inFlight != null || !dag.batch().isEmpty()) {
        moved.awaitUninterruptibly();
      }
      if (broken == null) {
        broken = new ClockException("it was closed");
      }
    } finally {
      lock.unlock();
    }
  }
}
