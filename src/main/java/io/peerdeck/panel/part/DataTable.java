package io.peerdeck.panel.part;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The one table: filter, sort, columns, count, copy, and a context menu that is the toolbar. Rows
/// do not move while the pointer is on them; changed values appear in place and a new order waits
/// behind a button.
public final class DataTable<T> extends VBox {
  private final Function<T, String> key;
  private final ColumnSet<T> columns;
  private final ObservableList<T> shown = FXCollections.observableArrayList();
  private final TableView<T> table = new TableView<>(shown);
  private final RowModel<T> model;
  private final FilterBar<T> filters;
  private final Actions<T> actions;
  private final TableFooter footer;
  private final PointerWatch pointer;
  private final ColumnWidths widths;
  private final TableMemory<T> memory;
  private Optional<RowModel.View<T>> waiting = Optional.empty();
  private Consumer<List<T>> onSelection = rows -> {};
  private Consumer<T> onOpen = row -> {};
  private boolean restoring;
  private long answered;

  /// @param id names the parts for tests and styles (`#ID-table`, `#ID-filter`) and what is
  ///     remembered of the table
  /// @param order of the rows before any column is chosen
  public DataTable(
      Desk desk,
      String id,
      String title,
      Function<T, String> key,
      List<Column<T>> columns,
      List<Facet<T>> facets,
      Comparator<T> order,
      List<Action<T>> actions,
      Region empty) {
    this.key = key;
    this.columns = new ColumnSet<>(columns, order);
    this.model =
        new RowModel<>(desk.bridge(), key, this.columns::matches, facets, order, this::show);
    this.actions = new Actions<>(actions, this::selection);
    this.filters = new FilterBar<>(id, title, facets, this::ask);
    this.widths = new ColumnWidths(table);
    this.memory = new TableMemory<>(desk.memory(), id, table, filters, widths, this::selectedKeys);
    this.footer = new TableFooter(id, this.actions.buttons("toolbar"), this::applyWaiting);
    getStyleClass().add("data-table");
    table.setId(id + "-table");
    table.setAccessibleText(title);
    table.setPlaceholder(empty);
    table.getStyleClass().add("dense");
    table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    this.columns.addTo(table);
    filters.columns(columns, table.getColumns());
    table.setSortPolicy(t -> sorted());
    table.getSelectionModel().getSelectedItems().addListener(this::selectionChanged);
    pointer = new PointerWatch(table, this::pointerMoved);
    DataTableKeys.install(table, this::open, this::copied, this.actions::items);
    VBox.setVgrow(table, Priority.ALWAYS);
    getChildren().setAll(filters, table, footer, widths.em());
    memory.restore();
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

  /// Selects the row with this key and nothing else, as soon as it is there; filters that hide it
  /// are taken away.
  public void select(String wanted) {
    for (int i = 0; i < shown.size(); i++) {
      if (key.apply(shown.get(i)).equals(wanted)) {
        table.getSelectionModel().clearAndSelect(i);
        table.scrollTo(i);
        return;
      }
    }
    table.getSelectionModel().clearSelection();
    memory.await(wanted);
    filters.clear();
  }

  /// The key of the selected row, if exactly one is.
  public Optional<String> chosenKey() {
    List<String> keys = selectedKeys();
    return keys.size() == 1 ? Optional.of(keys.getFirst()) : Optional.empty();
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

  private boolean sorted() {
    ask();
    return true;
  }

  private void ask() {
    memory.keepQuestion();
    model.ask(filters.text(), filters.chosen(), columns.chosen(table.getSortOrder()));
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
    Set<String> selected = new HashSet<>(memory.awaited());
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
      if (!memory.awaited().isEmpty() && !places.isEmpty()) {
        table.scrollTo(places.getFirst());
      }
    }
    restoring = false;
    if (!shown.isEmpty()) {
      memory.arrived();
    }
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
    memory.keepSelection();
    onSelection.accept(selection());
  }

  private void open(T row) {
    onOpen.accept(row);
  }

  private String copied() {
    return columns.copied(selection());
  }

  private List<String> selectedKeys() {
    return table.getSelectionModel().getSelectedItems().stream()
        .filter(Objects::nonNull)
        .limit(TableMemory.SELECTED)
        .map(key)
        .toList();
  }
}
