package io.peerdeck.panel.part;

import java.util.Comparator;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/// The columns of a [DataTable] as the control shows them, and how rows are ordered, searched and
/// copied by them.
record ColumnSet<T>(List<Column<T>> columns, Comparator<T> order) {
  void addTo(TableView<T> table) {
    columns.forEach(column -> table.getColumns().add(tableColumn(column)));
  }

  private TableColumn<T, T> tableColumn(Column<T> column) {
    TableColumn<T, T> made = new TableColumn<>(column.title());
    made.setId(column.id());
    made.setVisible(column.shown());
    made.setComparator(column.order());
    made.setCellValueFactory(data -> new ReadOnlyObjectWrapper<>(data.getValue()));
    made.setCellFactory(c -> new DataCell<>(column));
    made.setPrefWidth(column.em() * Em.NORMAL);
    made.setMinWidth(column.least() * Em.NORMAL);
    if (column.right()) {
      made.getStyleClass().add("align-right");
    }
    return made;
  }

  /// The order chosen by clicks on headers, then the table's own.
  Comparator<T> chosen(List<TableColumn<T, ?>> sorted) {
    Comparator<T> wanted = order;
    for (TableColumn<T, ?> column : List.copyOf(sorted).reversed()) {
      wanted =
          new RowOrder<>(
              orderOf(column), column.getSortType() == TableColumn.SortType.DESCENDING, wanted);
    }
    return wanted;
  }

  private Comparator<T> orderOf(TableColumn<T, ?> column) {
    return columns.stream()
        .filter(c -> c.id().equals(column.getId()))
        .map(Column::order)
        .findFirst()
        .orElse(order);
  }

  /// The columns a person wants to see, in the order they have on the screen.
  List<Column<T>> wanted(ColumnsInSight<T> sight) {
    return sight.wanted().stream()
        .flatMap(shown -> columns.stream().filter(column -> column.id().equals(shown.getId())))
        .toList();
  }

  /// One line per row, all columns, divided by tabs.
  String copied(List<T> rows) {
    StringBuilder copied = new StringBuilder();
    for (T row : rows) {
      copied.append(
          String.join("\t", columns.stream().map(column -> column.text().apply(row)).toList()));
      copied.append('\n');
    }
    return copied.toString();
  }
}
