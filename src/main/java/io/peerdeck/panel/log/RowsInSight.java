package io.peerdeck.panel.log;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.scene.layout.Pane;

/// The rows on the screen by the lines they show: those of lines that left show lines that came.
final class RowsInSight {
  private final Pane pane;
  private final Map<Long, LogRow> rows = new HashMap<>();
  private final Deque<LogRow> free = new ArrayDeque<>();

  /// @param pane where the rows stand
  RowsInSight(Pane pane) {
    this.pane = pane;
  }

  /// Frees the rows of all other lines.
  void hold(Set<Long> lines) {
    rows.values().stream().filter(row -> !lines.contains(row.number())).forEach(free::add);
    rows.keySet().retainAll(lines);
  }

  /// The row for a line: its own, else a free one, else a new one.
  LogRow of(long line) {
    return rows.computeIfAbsent(line, l -> free.isEmpty() ? made() : free.remove());
  }

  private LogRow made() {
    LogRow row = new LogRow();
    pane.getChildren().add(row);
    return row;
  }

  /// Takes rows off the screen that no line needs.
  void dropFree() {
    pane.getChildren().removeAll(free);
    free.clear();
  }

  Optional<LogRow> row(long line) {
    return Optional.ofNullable(rows.get(line));
  }

  /// The last line in sight; -1 for none.
  long last() {
    return rows.values().stream().mapToLong(LogRow::number).max().orElse(-1);
  }

  /// The row at this height.
  Optional<LogRow> at(double y) {
    return rows.values().stream()
        .filter(row -> y >= row.getLayoutY() && y < row.getLayoutY() + row.getHeight())
        .findFirst();
  }
}
