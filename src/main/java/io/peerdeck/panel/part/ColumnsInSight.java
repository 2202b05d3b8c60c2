package io.peerdeck.panel.part;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/// Which of a table's columns are shown: those that are wanted, as far as there is room. Where the
/// least widths do not fit beside each other, columns leave in their turn and come back when there
/// is room. One that a person brings out by hand stays.
final class ColumnsInSight<T> {
  private final TableView<T> table;
  private final Map<String, Integer> turns = new HashMap<>();
  private final Set<String> gone = new HashSet<>();
  private final Set<String> held = new HashSet<>();
  private Runnable onChoice = () -> {};
  private boolean fitting;

  /// @param table has its columns already
  ColumnsInSight(TableView<T> table, List<Column<T>> columns) {
    this.table = table;
    for (Column<T> column : columns) {
      column.leaves().ifPresent(turn -> turns.put(column.id(), turn));
    }
    for (TableColumn<T, ?> column : table.getColumns()) {
      column
          .visibleProperty()
          .addListener(
              (o, was, is) -> {
                if (!fitting) {
                  chosen(column.getId(), is);
                  onChoice.run();
                }
              });
    }
  }

  /// Runs when a person chose other columns.
  void onChoice(Runnable listener) {
    onChoice = listener;
  }

  private void chosen(String id, boolean shown) {
    gone.remove(id);
    if (shown) {
      held.add(id);
    } else {
      held.remove(id);
    }
  }

  /// Those shown, and those that would be with more room, in their order.
  List<TableColumn<T, ?>> wanted() {
    return table.getColumns().stream().filter(this::isWanted).toList();
  }

  boolean isWanted(TableColumn<T, ?> column) {
    return column.isVisible() || gone.contains(column.getId());
  }

  /// Whether it has left for want of room.
  boolean isGone(TableColumn<T, ?> column) {
    return gone.contains(column.getId());
  }

  /// Those a person brought out, which stay whatever the room.
  List<String> held() {
    return held.stream().sorted().toList();
  }

  /// What is wanted from now on, as it was kept: shown as far as there is room at the next
  /// [#fit].
  void want(TableColumn<T, ?> column, boolean wanted, boolean stays) {
    fitting = true;
    column.setVisible(wanted);
    fitting = false;
    chosen(column.getId(), wanted && stays);
  }

  /// Shows what is wanted as far as it fits.
  ///
  /// @param room for columns, in pixels
  /// @return whether what is shown now fits
  boolean fit(double room) {
    List<TableColumn<T, ?>> wanted = wanted();
    double least = 0;
    for (TableColumn<T, ?> column : wanted) {
      least += Math.ceil(column.getMinWidth() - 0.01);
    }
    Set<String> leave = new HashSet<>();
    for (TableColumn<T, ?> column : inTheirTurn(wanted)) {
      if (least > room) {
        least -= Math.ceil(column.getMinWidth() - 0.01);
        leave.add(column.getId());
      }
    }
    fitting = true;
    gone.clear();
    gone.addAll(leave);
    wanted.forEach(column -> column.setVisible(!leave.contains(column.getId())));
    fitting = false;
    return least <= room;
  }

  private List<TableColumn<T, ?>> inTheirTurn(List<TableColumn<T, ?>> wanted) {
    List<TableColumn<T, ?>> leaving = new ArrayList<>(wanted);
    leaving.removeIf(c -> !turns.containsKey(c.getId()) || held.contains(c.getId()));
    leaving.sort(Comparator.comparing(c -> Objects.requireNonNull(turns.get(c.getId()))));
    return leaving;
  }
}
