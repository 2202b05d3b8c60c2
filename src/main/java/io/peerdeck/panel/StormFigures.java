package io.peerdeck.panel;

import io.peerdeck.panel.bridge.FxThread;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Measures what a storm of changes costs a window that shows the queue.
///
/// @param pulses measured
/// @param pulseMax the panel's longest work in one pulse
/// @param pulseP99 its 99th percentile
/// @param workedMax the same as `pulseMax` in processor time, without what other programs took
/// @param workedP99 the same as `pulseP99` in processor time
/// @param heapBytes in use after the storm and a collection
public record StormFigures(
    int pulses,
    Duration pulseMax,
    Duration pulseP99,
    Duration workedMax,
    Duration workedP99,
    long heapBytes) {
  /// Runs as long as changes are to come.
  public interface Storm extends AutoCloseable {
    @Override
    void close();
  }

  /// @param rows in the queue
  /// @param storm begins a storm of changes, ended by closing it
  /// @param warmUp how long it blows before it is measured
  /// @param lasting how long the storm is measured
  public static StormFigures measure(
      PanelWindow window, int rows, Supplier<Storm> storm, Duration warmUp, Duration lasting) {
    QueueFigures.table(window, rows);
    PulseMeter meter = FxThread.call(() -> new PulseMeter(window.shell().scene()));
    Storm blowing = storm.get();
    try {
      rest(warmUp);
      FxThread.run(meter::start);
      rest(lasting);
      FxThread.run(meter::stop);
    } finally {
      blowing.close();
    }
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return new StormFigures(
        meter.pulses(),
        meter.passed(1),
        meter.passed(0.99),
        meter.worked(1),
        meter.worked(0.99),
        runtime.totalMemory() - runtime.freeMemory());
  }

  private static void rest(Duration duration) {
    long until = System.nanoTime() + duration.toNanos();
    long left = duration.toNanos();
    while (left > 0) {
      LockSupport.parkNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
      left = until - System.nanoTime();
    }
  }
}
