package io.peerdeck.clock;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands durable entries to the listeners, in admission order, on one thread of its own.
///
/// What listeners are behind with is kept in memory up to a bound and read from disk again beyond.
final class Announcer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Announcer.class);
  private static final int MAX_KEPT = 4096;

  private final LongFunction<List<StoredEntry>> since;
  private final List<Consumer<List<Entry>>> listeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Deque<List<StoredEntry>> kept = new ArrayDeque<>();
  private final Thread thread;
  private int keptEntries;
  private long durable;
  private long told;
  private boolean closed;

  /// @param lastRow the row before the first to tell
  /// @param since a bounded number of entries after a row
  Announcer(long lastRow, LongFunction<List<StoredEntry>> since) {
    this.durable = lastRow;
    this.told = lastRow;
    this.since = since;
    this.thread = Thread.ofPlatform().daemon().name("clock-announcer").start(this::run);
  }

  AutoCloseable subscribe(Consumer<List<Entry>> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /// Queues a committed batch; never waits.
  void publish(List<StoredEntry> batch) {
    if (batch.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      durable = batch.get(batch.size() - 1).row();
      if (keptEntries + batch.size() <= MAX_KEPT) {
        kept.add(batch);
        keptEntries += batch.size();
      }
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      for (List<StoredEntry> next = next(); !next.isEmpty(); next = next()) {
        List<Entry> entries = next.stream().map(StoredEntry::entry).toList();
        for (Consumer<List<Entry>> listener : listeners) {
          tell(listener, entries);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.error("entries from row {} on are not announced any more", told, e);
    }
  }

  private static void tell(Consumer<List<Entry>> listener, List<Entry> entries) {
    try {
      listener.accept(entries);
    } catch (RuntimeException e) {
      log.error("a listener failed on {} entries from {}", entries.size(), entries.get(0), e);
    }
  }

  /// The next entries to tell; empty once closed.
  private List<StoredEntry> next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (told == durable && !closed) {
        news.await();
      }
      if (closed) {
        return List.of();
      }
      List<StoredEntry> batch = kept.peek();
      if (batch != null && batch.get(0).row() == told + 1) {
        kept.remove();
        keptEntries -= batch.size();
        told = batch.get(batch.size() - 1).row();
        return batch;
      }
    } finally {
      lock.unlock();
    }
    return nextFromDisk();
  }

  private List<StoredEntry> nextFromDisk() {
    List<StoredEntry> read = since.apply(told);
    lock.lock();
    try {
      // Up to the next kept batch, so that nothing is told twice.
      List<StoredEntry> first = kept.peek();
      long end = first == null ? durable : first.get(0).row() - 1;
      List<StoredEntry> batch = read.stream().filter(entry -> entry.row() <= end).toList();
      told = batch.get(batch.size() - 1).row();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      news.signal();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (Thread.currentThread() != thread && thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
