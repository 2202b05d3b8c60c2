package io.peerdeck.api;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// Watches what may stall. Ends connections whose other end does not read: a thread that writes for
/// longer than it may is interrupted, which closes its channel. Calls out for handlers that take
/// longer than they may. Rests while there is nothing to watch.
final class StallWatch implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(500);

  private final long patience;
  private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
  private final Thread watcher;
  private volatile boolean resting;
  private volatile boolean closed;

  /// @param patience how long one write may take
  StallWatch(Duration patience) {
    this.patience = patience.toNanos();
    this.watcher = Thread.ofVirtual().name("api-stalls").start(this::watch);
  }

  /// One thing that may stall; closed once it is through.
  final class Watched implements AutoCloseable {
    private final long since = System.nanoTime();
    private final long patience;
    private final Runnable late;
    private boolean done;

    private Watched(long patience, Runnable late) {
      this.patience = patience;
      this.late = late;
    }

    private synchronized void look(long now) {
      if (!done && now - since > patience) {
        late.run();
      }
    }

    @Override
    public void close() {
      synchronized (this) {
        done = true;
      }
      watched.remove(this);
    }
  }

  /// A write of this thread.
  Watched write() {
    return begin(patience, Thread.currentThread()::interrupt);
  }

  /// Something that may take so long; then `late` is called every half second until it is through,
  /// and must not wait for anything.
  Watched call(Duration patience, Runnable late) {
    return begin(patience.toNanos(), late);
  }

  private Watched begin(long patience, Runnable late) {
    Watched begun = new Watched(patience, late);
    watched.add(begun);
    if (resting) {
      LockSupport.unpark(watcher);
    }
    return begun;
  }

  private void watch() {
    while (!closed) {
      resting = true;
      if (watched.isEmpty()) {
        LockSupport.park(this);
      }
      resting = false;
      LockSupport.parkNanos(this, LOOK.toNanos());
      long now = System.nanoTime();
      watched.forEach(each -> each.look(now));
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(watcher);
  }
}
