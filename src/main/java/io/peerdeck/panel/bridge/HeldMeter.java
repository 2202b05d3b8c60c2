package io.peerdeck.panel.bridge;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javafx.application.Platform;

/// How long the FX thread lets others wait: a question to it every few milliseconds, until closed.
public final class HeldMeter implements AutoCloseable {
  private static final long EVERY_NANOS = 3_000_000;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final AtomicLong max = new AtomicLong();
  private final AtomicLong work = new AtomicLong();
  private final AtomicLong longest = new AtomicLong();
  private long lastWork;
  private final Thread thread = Thread.ofPlatform().daemon().name("fx-held").start(this::ask);

  private void ask() {
    while (!Thread.currentThread().isInterrupted()) {
      long asked = System.nanoTime();
      Platform.runLater(() -> answered(asked));
      LockSupport.parkNanos(EVERY_NANOS);
    }
  }

  private void answered(long asked) {
    long waited = System.nanoTime() - asked;
    max.accumulateAndGet(waited, Math::max);
    longest.accumulateAndGet(waited, Math::max);
    long now = threads.getCurrentThreadCpuTime();
    if (lastWork != 0) {
      work.accumulateAndGet(now - lastWork, Math::max);
    }
    lastWork = now;
  }

  /// From now on, for [#max()] and [#work()].
  public void reset() {
    work.set(0);
    max.set(0);
  }

  /// The longest a question waited.
  public Duration max() {
    return Duration.ofNanos(max.get());
  }

  /// The most processor time the FX thread spent between two answers: unlike the others not
  /// lengthened by what else runs on the machine.
  public Duration work() {
    return Duration.ofNanos(work.get());
  }

  /// The longest a question waited since the beginning.
  public Duration longest() {
    return Duration.ofNanos(longest.get());
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
