package io.peerdeck.api;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// Ends connections whose other end does not read: a thread that writes for longer than it may is
/// interrupted, which closes its channel. Rests while nobody writes.
final class StallWatch implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(500);

  private final long patience;
  private final Set<Writing> writing = ConcurrentHashMap.newKeySet();
  private final Thread watcher;
  private volatile boolean resting;
  private volatile boolean closed;

  /// @param patience how long one write may take
  StallWatch(Duration patience) {
    this.patience = patience.toNanos();
    this.watcher = Thread.ofVirtual().name("api-stalls").start(this::watch);
  }

  /// One write of the thread that made it; closed once it is through.
  final class Writing implements AutoCloseable {
    private final Thread thread = Thread.currentThread();
    private final long since = System.nanoTime();
    private boolean done;

    private synchronized void end(long now) {
      if (!done && now - since > patience) {
        thread.interrupt();
      }
    }

    @Override
    public void close() {
      synchronized (this) {
        done = true;
      }
      writing.remove(this);
    }
  }

  Writing begin() {
    Writing begun = new Writing();
    writing.add(begun);
    if (resting) {
      LockSupport.unpark(watcher);
    }
    return begun;
  }

  private void watch() {
    while (!closed) {
      resting = true;
      if (writing.isEmpty()) {
        LockSupport.park(this);
      }
      resting = false;
      LockSupport.parkNanos(this, LOOK.toNanos());
      long now = System.nanoTime();
      writing.forEach(each -> each.end(now));
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(watcher);
  }
}
