package io.peerdeck.panel.log;

import io.peerdeck.node.LogChunk;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.scene.layout.Pane;

/// The rows on the screen by the lines they show: those of lines that left show lines that came. A
/// few screens of them wait out of sight, since new ones would have to be styled first.
final class RowsInSight {
  /// More than these are not kept.
  private static final int MOST_SPARE = 120;

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

  /// Takes rows out of sight that no line needs.
  void dropFree() {
    while (free.size() > MOST_SPARE) {
      pane.getChildren().remove(free.removeLast());
    }
    free.forEach(row -> row.setVisible(false));
  }

  /// Makes so many rows, out of sight, that no line needs yet.
  void ahead(int count, LogChunk.Line like, LogRow.Look look) {
    for (int i = 0; i < Math.min(count, MOST_SPARE); i++) {
      LogRow row = made();
      row.setVisible(false);
      row.show(like.number(), Optional.of(like), false, look);
      row.autosize();
      row.layout();
      free.add(row);
    }
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
