package io.peerdeck.schedule;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Lets a list wait for this node's own last command, in this or its earlier life, so that whoever
/// has submitted finds it there. A backlog of others' entries holds a list up no longer than the
/// deadline.
final class OwnWrites {
  private static final Duration DEADLINE = Duration.ofSeconds(2);

  private long written;
  private long shown;
  private int awaiting;
  private Runnable onWait = () -> {};

  /// @param told called when somebody begins to wait; must return quickly
  synchronized void onWait(Runnable told) {
    onWait = told;
  }

  /// Whether somebody waits for a row that lists do not show.
  synchronized boolean isAwaited() {
    return awaiting > 0;
  }

  /// A command wrote the clock's row.
  synchronized void wrote(long row) {
    written = Math.max(written, row);
  }

  /// Lists show all up to the row.
  synchronized void shown(long row) {
    shown = row;
    notifyAll();
  }

  synchronized void await() {
    if (shown >= written) {
      return;
    }
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    awaiting++;
    onWait.run();
    try {
      long left = DEADLINE.toMillis();
      while (shown < written && left > 0) {
        wait(left);
        left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      awaiting--;
    }
  }
}
