package io.peerdeck.panel;

import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.part.Screen;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javafx.application.Platform;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;

/// Measures the queue of a window that shows a node with many runs: filtering, sorting, and what a
/// storm of changes costs the FX thread.
///
/// @param rows in the queue
/// @param filter from the last key until only the rows that fit are shown
/// @param sort from the click on a header until the rows are in the new order
/// @param held the longest the FX thread let others wait while filtering and sorting
/// @param pulses measured in the storm
/// @param pulseMax the panel's longest work in one pulse of the storm
/// @param pulseP99 its 99th percentile
/// @param workedMax the same as `pulseMax` in processor time, without what other programs took
/// @param workedP99 the same as `pulseP99` in processor time
/// @param heapBytes in use after the storm and a collection
public record QueueFigures(
    int rows,
    Duration filter,
    Duration sort,
    Duration held,
    int pulses,
    Duration pulseMax,
    Duration pulseP99,
    Duration workedMax,
    Duration workedP99,
    long heapBytes) {
  private static final long DEADLINE_SECONDS = 120;
  private static final long EVERY_NANOS = 3_000_000;

  /// Runs as long as changes are to come.
  public interface Storm extends AutoCloseable {
    @Override
    void close();
  }

  /// @param wanted a text that some but not all of the runs contain
  /// @param fitting how many do
  /// @param storm begins a storm of changes, ended by closing it
  /// @param lasting how long the storm is measured
  public static QueueFigures measure(
      PanelWindow window,
      int rows,
      String wanted,
      int fitting,
      java.util.function.Supplier<Storm> storm,
      Duration lasting) {
    window.show(Screen.QUEUE);
    TableView<?> table = lookup(window, "#queue-table", TableView.class);
    TextField field = lookup(window, "#queue-filter", TextField.class);
    await("all runs", () -> table.getItems().size() == rows);
    AtomicLong held = new AtomicLong();
    Thread asking = Thread.ofPlatform().daemon().name("fx-held").start(() -> ask(held));
    Duration filter;
    Duration sort;
    try {
      // Once to warm up, as after a minute of use, and once to measure.
      filter = filter(table, field, rows, wanted, fitting);
      sort = sort(table, "name");
      held.set(0);
      filter = filter(table, field, rows, wanted, fitting);
      sort = sort(table, "name");
    } finally {
      asking.interrupt();
    }
    FxThread.run(() -> table.getSortOrder().clear());
    PulseMeter meter = FxThread.call(() -> new PulseMeter(window.shell().scene()));
    Storm blowing = storm.get();
    try {
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
      FxThread.run(meter::start);
      long until = System.nanoTime() + lasting.toNanos();
      while (System.nanoTime() < until) {
        LockSupport.parkNanos(until - System.nanoTime());
      }
      FxThread.run(meter::stop);
    } finally {
      blowing.close();
    }
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return new QueueFigures(
        rows,
        filter,
        sort,
        Duration.ofNanos(held.get()),
        meter.pulses(),
        meter.passed(1),
        meter.passed(0.99),
        meter.worked(1),
        meter.worked(0.99),
        runtime.totalMemory() - runtime.freeMemory());
  }

  /// By the names the benchmark uses; durations in ms, heap in MB.
  public Map<String, Double> named() {
    Map<String, Double> named = new LinkedHashMap<>();
    named.put("queue.filter@" + rows, millis(filter));
    named.put("queue.sort@" + rows, millis(sort));
    named.put("queue.held@" + rows, millis(held));
    named.put("queue.changes.pulse.max", millis(pulseMax));
    named.put("queue.changes.pulse.p99", millis(pulseP99));
    named.put("queue.changes.worked.max", millis(workedMax));
    named.put("queue.changes.worked.p99", millis(workedP99));
    named.put("queue.heap@" + rows, heapBytes / 1e6);
    return named;
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }

  private static Duration filter(
      TableView<?> table, TextField field, int rows, String wanted, int fitting) {
    long begun = System.nanoTime();
    FxThread.run(() -> field.setText(wanted));
    await("the filter", () -> table.getItems().size() == fitting);
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    begun = System.nanoTime();
    FxThread.run(field::clear);
    await("no filter", () -> table.getItems().size() == rows);
    Duration back = Duration.ofNanos(System.nanoTime() - begun);
    return took.compareTo(back) > 0 ? took : back;
  }

  private static <T> Duration sort(TableView<T> table, String column) {
    FxThread.run(() -> table.getSortOrder().clear());
    TableColumn<T, ?> by =
        table.getColumns().stream().filter(c -> c.getId().equals(column)).findFirst().orElseThrow();
    T first = FxThread.call(() -> table.getItems().getFirst());
    long begun = System.nanoTime();
    FxThread.run(() -> table.getSortOrder().setAll(java.util.List.of(by)));
    await("the order", () -> table.getItems().getFirst() != first);
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private static <N> N lookup(PanelWindow window, String query, Class<N> type) {
    return type.cast(FxThread.call(() -> window.shell().scene().getRoot().lookup(query)));
  }

  private static void ask(AtomicLong held) {
    while (!Thread.currentThread().isInterrupted()) {
      long asked = System.nanoTime();
      Platform.runLater(() -> held.accumulateAndGet(System.nanoTime() - asked, Math::max));
      LockSupport.parkNanos(EVERY_NANOS);
    }
  }

  private static void await(String what, BooleanSupplier condition) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (!FxThread.call(condition::getAsBoolean)) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException("waited " + DEADLINE_SECONDS + " s in vain for " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
