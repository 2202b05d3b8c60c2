package io.peerdeck.panel.part;

import io.peerdeck.panel.bridge.NodeBridge;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The one table: filter, sort, columns, count, copy, and a context menu that is the toolbar. Rows
/// do not move while the pointer is on them; changed values appear in place and a new order waits
/// behind a button.
public final class DataTable<T> extends VBox {
  /// One em at 100%, in pixels: table columns take no em.
  private static final double EM = 14;

  private final Function<T, String> key;
  private final List<Column<T>> columns;
  private final Comparator<T> order;
  private final ObservableList<T> shown = FXCollections.observableArrayList();
  private final TableView<T> table = new TableView<>(shown);
  private final RowModel<T> model;
  private final FilterBar<T> filters;
  private final Actions<T> actions;
  private final TableFooter footer;
  private final PointerWatch pointer;
  private Optional<RowModel.View<T>> waiting = Optional.empty();
  private Consumer<List<T>> onSelection = rows -> {};
  private Consumer<T> onOpen = row -> {};
  private boolean restoring;
  private long answered;

  /// @param id names the parts for tests and styles: `#ID-table`, `#ID-filter`
  /// @param order of the rows before any column is chosen
  public DataTable(
      NodeBridge bridge,
      String id,
      String title,
      Function<T, String> key,
      List<Column<T>> columns,
      List<Facet<T>> facets,
      Comparator<T> order,
      List<Action<T>> actions,
      Region empty) {
    this.key = key;
    this.columns = columns;
    this.order = order;
    this.model =
        new RowModel<>(
            bridge, key, (row, text) -> matches(columns, row, text), facets, order, this::show);
    this.actions = new Actions<>(actions, this::selection);
    this.filters = new FilterBar<>(id, title, facets, this::ask);
    this.footer = new TableFooter(id, this.actions.buttons("toolbar"), this::applyWaiting);
    getStyleClass().add("data-table");
    table.setId(id + "-table");
    table.setAccessibleText(title);
    table.setPlaceholder(empty);
    table.getStyleClass().add("dense");
    table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    columns.forEach(column -> table.getColumns().add(tableColumn(column)));
    filters.columns(columns, table.getColumns());
    table.setSortPolicy(t -> sorted());
    table.getSelectionModel().getSelectedItems().addListener(this::selectionChanged);
    pointer = new PointerWatch(table, this::pointerMoved);
    DataTableKeys.install(table, this::open, this::copied, this.actions::items);
    VBox.setVgrow(table, Priority.ALWAYS);
    getChildren().setAll(filters, table, footer);
  }

  public void rows(Collection<T> all) {
    model.replace(all);
  }

  public void merge(Collection<T> changed) {
    model.merge(changed);
  }

  public List<T> selection() {
    return table.getSelectionModel().getSelectedItems().stream().filter(Objects::nonNull).toList();
  }

  public void select(String wanted) {
    for (int i = 0; i < shown.size(); i++) {
      if (key.apply(shown.get(i)).equals(wanted)) {
        table.getSelectionModel().clearAndSelect(i);
        table.scrollTo(i);
        return;
      }
    }
  }

  public void onSelection(Consumer<List<T>> listener) {
    onSelection = listener;
  }

  public void onOpen(Consumer<T> listener) {
    onOpen = listener;
  }

  public Actions<T> actions() {
    return actions;
  }

  public FilterBar<T> filters() {
    return filters;
  }

  /// Shows relative times anew.
  public void refreshTimes() {
    table.refresh();
  }

  public void focusTable() {
    table.requestFocus();
  }

  private TableColumn<T, T> tableColumn(Column<T> column) {
    TableColumn<T, T> made = new TableColumn<>(column.title());
    made.setId(column.id());
    made.setVisible(column.shown());
    made.setComparator(column.order());
    made.setCellValueFactory(data -> new ReadOnlyObjectWrapper<>(data.getValue()));
    made.setCellFactory(c -> new DataCell<>(column));
    made.setPrefWidth(column.em() * EM);
    made.setMinWidth(column.least() * EM);
    if (column.right()) {
      made.getStyleClass().add("align-right");
    }
    return made;
  }

  private boolean sorted() {
    ask();
    return true;
  }

  private void ask() {
    Comparator<T> wanted = null;
    for (TableColumn<T, ?> column : table.getSortOrder()) {
      Comparator<T> by = orderOf(column);
      wanted = wanted == null ? by : wanted.thenComparing(by);
    }
    model.ask(
        filters.text(), filters.chosen(), wanted == null ? order : wanted.thenComparing(order));
  }

  private Comparator<T> orderOf(TableColumn<T, ?> column) {
    Comparator<T> by =
        columns.stream()
            .filter(c -> c.id().equals(column.getId()))
            .map(Column::order)
            .findFirst()
            .orElse(order);
    return column.getSortType() == TableColumn.SortType.DESCENDING ? by.reversed() : by;
  }

  private void show(RowModel.View<T> view) {
    filters.offer(view.facetValues());
    boolean news = view.query().asked() == answered;
    answered = view.query().asked();
    if (news && pointer.on() && !shown.isEmpty() && !sameOrder(view.rows())) {
      waiting = Optional.of(view);
      inPlace(view.rows());
      footer.waiting(unseen(view.rows()));
    } else {
      apply(view);
    }
    footer.count(shown.size(), view.total());
  }

  private boolean sameOrder(List<T> rows) {
    if (rows.size() != shown.size()) {
      return false;
    }
    for (int i = 0; i < rows.size(); i++) {
      if (!key.apply(rows.get(i)).equals(key.apply(shown.get(i)))) {
        return false;
      }
    }
    return true;
  }

  private int unseen(List<T> rows) {
    Set<String> known = new HashSet<>();
    shown.forEach(row -> known.add(key.apply(row)));
    return (int) rows.stream().filter(row -> !known.contains(key.apply(row))).count();
  }

  private void inPlace(List<T> rows) {
    Map<String, T> byKey = HashMap.newHashMap(rows.size());
    rows.forEach(row -> byKey.put(key.apply(row), row));
    for (int i = 0; i < shown.size(); i++) {
      T changed = byKey.get(key.apply(shown.get(i)));
      if (changed != null && !changed.equals(shown.get(i))) {
        shown.set(i, changed);
      }
    }
    afterShowing();
  }

  private void apply(RowModel.View<T> view) {
    waiting = Optional.empty();
    footer.nothingWaits();
    if (sameOrder(view.rows())) {
      inPlace(view.rows());
      return;
    }
    Set<String> selected = new HashSet<>();
    selection().forEach(row -> selected.add(key.apply(row)));
    restoring = true;
    shown.setAll(view.rows());
    table.getSelectionModel().clearSelection();
    if (!selected.isEmpty()) {
      List<Integer> places = new ArrayList<>();
      for (int i = 0; i < shown.size() && places.size() < selected.size(); i++) {
        if (selected.contains(key.apply(shown.get(i)))) {
          places.add(i);
        }
      }
      places.forEach(table.getSelectionModel()::select);
    }
    restoring = false;
    afterShowing();
  }

  private void applyWaiting() {
    waiting.ifPresent(
        view -> {
          apply(view);
          footer.count(shown.size(), view.total());
        });
  }

  private void pointerMoved(boolean onTable) {
    if (!onTable) {
      applyWaiting();
    }
  }

  private void selectionChanged(ListChangeListener.Change<? extends T> change) {
    if (!restoring) {
      afterShowing();
    }
  }

  private void afterShowing() {
    actions.refresh();
    onSelection.accept(selection());
  }

  private void open(T row) {
    onOpen.accept(row);
  }

  private String copied() {
    StringBuilder copied = new StringBuilder();
    for (T row : selection()) {
      copied.append(
          String.join("\t", columns.stream().map(column -> column.text().apply(row)).toList()));
      copied.append('\n');
    }
    return copied.toString();
  }

  /// Searched is what people write: names, states, ids, reasons. Not numbers and times, whose words
  /// cost more to make than all the rest.
  private static <T> boolean matches(List<Column<T>> columns, T row, String wanted) {
    return columns.stream()
        .filter(column -> !column.right())
        .flatMap(column -> Stream.concat(Stream.of(column.text()), column.tooltip().stream()))
        .anyMatch(words -> words.apply(row).toLowerCase(Locale.ROOT).contains(wanted));
  }
}
