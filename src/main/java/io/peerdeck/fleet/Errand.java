package io.peerdeck.fleet;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/// A task that may block, of which at most one runs at a time.
final class Errand {
  private final AtomicBoolean underWay = new AtomicBoolean();
  private final Executor tasks;
  private final Runnable ended;

  /// @param ended told after each
  Errand(Executor tasks, Runnable ended) {
    this.tasks = tasks;
    this.ended = ended;
  }

  boolean underWay() {
    return underWay.get();
  }

  /// Starts the task, unless one is under way.
  void start(Runnable task) {
    if (!underWay.compareAndSet(false, true)) {
      return;
    }
    boolean started = false;
    try {
      tasks.execute(
          () -> {
            try {
              task.run();
            } finally {
              underWay.set(false);
              ended.run();
            }
          });
      started = true;
    } finally {
      if (!started) {
        underWay.set(false);
      }
    }
  }
}
