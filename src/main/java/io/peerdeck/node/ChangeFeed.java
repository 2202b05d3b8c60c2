package io.peerdeck.node;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells listeners what changed. Changes gather in a set, so that many of one thing are one, and a
/// slow listener delays the next telling but never grows a queue.
final class ChangeFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);

  private final List<Consumer<Set<Change>>> listeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread teller;
  private Set<Change> gathered = new LinkedHashSet<>();
  private boolean closed;

  ChangeFeed() {
    teller = Thread.ofVirtual().name("change-feed").start(this::tell);
  }

  /// Notes a change; returns at once.
  void add(Change change) {
    lock.lock();
    try {
      if (gathered.add(change)) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  Node.Subscription subscribe(Consumer<Set<Change>> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void tell() {
    while (true) {
      Set<Change> changes;
      lock.lock();
      try {
        while (gathered.isEmpty() && !closed) {
          changed.awaitUninterruptibly();
        }
        if (closed) {
          return;
        }
        changes = Set.copyOf(gathered);
        gathered = new LinkedHashSet<>();
      } finally {
        lock.unlock();
      }
      for (Consumer<Set<Change>> listener : listeners) {
        try {
          listener.accept(changes);
        } catch (RuntimeException e) {
          LOG.warn("A listener failed at {}", changes, e);
        }
      }
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    try {
      teller.join(java.time.Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
