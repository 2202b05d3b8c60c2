package io.peerdeck.panel.part;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import javafx.scene.control.TableView;

/// Which rows of a [DataTable] are selected: the same ones by key, whatever rows come, go and move.
/// Who listens hears of it once, and only of what is another selection than before.
final class RowSelection<T> {
  private final TableView<T> table;
  private final Function<T, String> key;
  private final Consumer<List<T>> changed;
  private List<T> told = List.of();
  private boolean restoring;

  /// @param changed hears what is selected from now on
  RowSelection(TableView<T> table, Function<T, String> key, Consumer<List<T>> changed) {
    this.table = table;
    this.key = key;
    this.changed = changed;
  }

  List<T> rows() {
    return table.getSelectionModel().getSelectedItems().stream().filter(Objects::nonNull).toList();
  }

  /// Of the first selected rows; more than anyone misses after a restart are left out.
  List<String> keys() {
    return table.getSelectionModel().getSelectedItems().stream()
        .filter(Objects::nonNull)
        .limit(TableMemory.SELECTED)
        .map(key)
        .toList();
  }

  /// The key of the selected row, if exactly one is.
  Optional<String> chosen() {
    List<String> keys = keys();
    return keys.size() == 1 ? Optional.of(keys.getFirst()) : Optional.empty();
  }

  /// Selects the row with this key and nothing else. Returns whether it is there.
  boolean choose(String wanted) {
    List<T> rows = table.getItems();
    for (int i = 0; i < rows.size(); i++) {
      if (key.apply(rows.get(i)).equals(wanted)) {
        table.getSelectionModel().clearAndSelect(i);
        table.scrollTo(i);
        return true;
      }
    }
    table.getSelectionModel().clearSelection();
    return false;
  }

  /// Selects what was selected, and what is awaited, among the rows that come.
  ///
  /// @param awaited keys of rows that are scrolled to, too
  void keep(Set<String> awaited, Runnable replacing) {
    Set<String> selected = new HashSet<>(awaited);
    rows().forEach(row -> selected.add(key.apply(row)));
    restoring = true;
    replacing.run();
    table.getSelectionModel().clearSelection();
    if (!selected.isEmpty()) {
      restore(selected, !awaited.isEmpty());
    }
    restoring = false;
  }

  private void restore(Set<String> selected, boolean seen) {
    List<T> rows = table.getItems();
    int[] places =
        IntStream.range(0, rows.size())
            .filter(i -> selected.contains(key.apply(rows.get(i))))
            .limit(selected.size())
            .toArray();
    if (places.length > 0) {
      table.getSelectionModel().selectIndices(places[0], places);
      if (seen) {
        table.scrollTo(places[0]);
      }
    }
  }

  /// The table's own selection changed.
  void moved() {
    if (!restoring) {
      tell();
    }
  }

  /// Selected rows may have other values now.
  void revalued() {
    if (!told.isEmpty()) {
      tell();
    }
  }

  /// Tells what is selected, if it is not what was told last, row by row.
  void tell() {
    List<T> now = rows();
    boolean same = now.size() == told.size();
    for (int i = 0; same && i < now.size(); i++) {
      same = now.get(i) == told.get(i);
    }
    if (!same) {
      told = now;
      changed.accept(now);
    }
  }
}
