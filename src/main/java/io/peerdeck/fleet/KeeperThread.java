package io.peerdeck.fleet;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that looks after the fleet: takes a step four times a second, two where all is
/// calm, and at once when something happened. In time with other nodes' ([Cadence]).
final class KeeperThread {
  private static final Logger LOG = LoggerFactory.getLogger(KeeperThread.class);
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final Duration STEP = Duration.ofNanos(STEP_NANOS);
  private static final Duration CALM = Duration.ofMillis(500);
  private static final Duration END = Duration.ofSeconds(5);

  /// What the thread does.
  interface Step {
    /// @param woken whether something happened since the last one
    /// @return true when nothing waits to be done
    boolean take(boolean woken);
  }

  private final Step step;
  private final InstantSource wall;
  private final Runnable happened;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean dirty;
  private int wakes;
  private volatile boolean closed;
  private @Nullable Thread thread;

  /// @param step taken again and again
  /// @param happened told after a rest that [#wake()] cut short
  KeeperThread(Step step, InstantSource wall, Runnable happened) {
    this.step = step;
    this.wall = wall;
    this.happened = happened;
  }

  void start() {
    thread = Thread.ofVirtual().name("fleet-keeper").start(this::keep);
  }

  /// Something happened: the next step comes now.
  void wake() {
    lock.lock();
    try {
      dirty = true;
      wakes++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits for something to happen, or for as long as a step; less what was waited from `left`.
  ///
  /// @param left nanoseconds
  long await(long left) throws InterruptedException {
    lock.lock();
    try {
      int before = wakes;
      long rest = STEP_NANOS;
      while (!closed && wakes == before && rest > 0) {
        rest = changed.awaitNanos(rest);
      }
      return closed ? 0 : left - STEP_NANOS + rest;
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    return closed;
  }

  private void keep() {
    boolean woken = true;
    while (!closed) {
      try {
        boolean calm = step.take(woken);
        woken = rest(Cadence.rest(wall, calm ? CALM : STEP).toNanos());
        if (woken) {
          happened.run();
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (!closed) {
          LOG.warn("keeping the fleet together: {}", e.getMessage(), e);
        }
      }
    }
  }

  /// True if something happened.
  private boolean rest(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (!dirty && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      boolean woken = dirty;
      dirty = false;
      return woken;
    } finally {
      lock.unlock();
    }
  }

  /// Takes no more steps; does not wait for the one under way.
  void stop() {
    closed = true;
    wake();
  }

  /// Waits for the last step.
  void close() throws InterruptedException {
    stop();
    Thread running = thread;
    if (running != null && !running.join(END)) {
      LOG.warn("the fleet's keeper did not stop within {} s", END.toSeconds());
    }
  }
}
