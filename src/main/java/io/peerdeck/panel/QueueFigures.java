package io.peerdeck.panel;

import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.bridge.HeldMeter;
import io.peerdeck.panel.part.Screen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;

/// Measures the queue of a window that shows a node with many runs: filtering and sorting as a
/// person does it.
///
/// @param rows in the queue
/// @param filter the longest from a key typed into the filter, or deleted there, until the frame
///     with the rows that fit was drawn
/// @param sort the longest from a click on a header until the frame with the new order was drawn
/// @param firstFilter the same as `filter` for the very first text, before anything is compiled
/// @param firstSort the same as `sort` for the first column
/// @param held the longest the FX thread let others wait meanwhile, after the first round
/// @param firstHeld the same in the first round
public record QueueFigures(
    int rows,
    Duration filter,
    Duration sort,
    Duration firstFilter,
    Duration firstSort,
    Duration held,
    Duration firstHeld) {
  private static final int ROUNDS = 3;
  private static final long DEADLINE_SECONDS = 120;

  /// @param wanted a text that some but not all of the runs contain
  /// @param fitting how many do
  public static QueueFigures measure(PanelWindow window, int rows, String wanted, int fitting) {
    return new Hand(window, rows, wanted, fitting).measured();
  }

  /// Goes to the queue and waits until it shows all of so many runs.
  static TableView<?> table(PanelWindow window, int rows) {
    window.show(Screen.QUEUE);
    TableView<?> table = lookup(window, "#queue-table", TableView.class);
    await("all runs", () -> table.getItems().size() == rows);
    return table;
  }

  private static <N> N lookup(PanelWindow window, String query, Class<N> type) {
    return type.cast(FxThread.call(() -> window.shell().scene().getRoot().lookup(query)));
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

  /// Who types and clicks.
  private static final class Hand {
    private final PanelWindow window;
    private final int rows;
    private final String wanted;
    private final int fitting;
    private final TableView<?> table;
    private final TextField field;

    Hand(PanelWindow window, int rows, String wanted, int fitting) {
      this.window = window;
      this.rows = rows;
      this.wanted = wanted;
      this.fitting = fitting;
      this.table = table(window, rows);
      this.field = lookup(window, "#queue-filter", TextField.class);
    }

    QueueFigures measured() {
      boolean settled = window.settle(Duration.ofSeconds(DEADLINE_SECONDS));
      if (!settled) {
        throw new IllegalStateException("the queue does not come to rest");
      }
      try (HeldMeter held = new HeldMeter()) {
        Duration firstFilter = typed();
        final Duration firstSort = clicked(1);
        clicked(Integer.MAX_VALUE);
        final Duration firstHeld = held.max();
        held.reset();
        Duration filter = Duration.ZERO;
        Duration sort = Duration.ZERO;
        for (int round = 0; round < ROUNDS; round++) {
          filter = longer(filter, typed());
          sort = longer(sort, clicked(Integer.MAX_VALUE));
        }
        return new QueueFigures(rows, filter, sort, firstFilter, firstSort, held.max(), firstHeld);
      }
    }

    /// Types the text letter by letter and deletes it at once.
    private Duration typed() {
      Duration longest = Duration.ZERO;
      for (int letters = 1; letters <= wanted.length(); letters++) {
        String text = wanted.substring(0, letters);
        longest = longer(longest, shown(() -> field.setText(text)));
      }
      expect(fitting);
      longest = longer(longest, shown(field::clear));
      expect(rows);
      return longest;
    }

    private void expect(int count) {
      int there = FxThread.call(() -> table.getItems().size());
      if (there != count) {
        throw new IllegalStateException(there + " rows are shown instead of " + count);
      }
    }

    /// Sorts by so many columns, each up and down, and then as it was.
    private Duration clicked(int columns) {
      return clicked(table, columns);
    }

    private <T> Duration clicked(TableView<T> sorted, int columns) {
      Duration longest = Duration.ZERO;
      List<TableColumn<T, ?>> shown = new ArrayList<>(FxThread.call(sorted::getVisibleLeafColumns));
      for (TableColumn<T, ?> column : shown.subList(0, Math.min(columns, shown.size()))) {
        for (TableColumn.SortType way : TableColumn.SortType.values()) {
          longest =
              longer(
                  longest,
                  shown(
                      () -> {
                        column.setSortType(way);
                        sorted.getSortOrder().setAll(List.of(column));
                      }));
        }
      }
      return longer(longest, shown(() -> sorted.getSortOrder().clear()));
    }

    private Duration shown(Runnable deed) {
      return Paint.after(window.shell().scene(), deed, window.shell().desk().bridge()::idle).all();
    }

    private static Duration longer(Duration one, Duration other) {
      return one.compareTo(other) > 0 ? one : other;
    }
  }
}
