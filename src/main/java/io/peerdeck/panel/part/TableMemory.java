package io.peerdeck.panel.part;

import io.peerdeck.panel.memory.PanelMemory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import javafx.collections.ListChangeListener;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.MouseEvent;

/// What a [DataTable] looked like when the panel was last open: columns shown, their order and
/// width, sorting, filters and selection.
final class TableMemory<T> {
  /// More selected rows than anyone misses after a restart.
  static final int SELECTED = 100;

  private final PanelMemory memory;
  private final String name;
  private final TableView<T> table;
  private final FilterBar<T> filters;
  private final ColumnWidths widths;
  private final ColumnsInSight<T> sight;
  private final Supplier<List<String>> selected;
  private Set<String> awaited = Set.of();
  private Map<String, Double> pressed = Map.of();
  private boolean restored;

  /// Columns that a person brought out where they had left.
  record Held(List<String> columns) {}

  /// The columns in their order.
  record Layout(List<Shown> columns, List<Sorted> sort) {}

  /// @param ems the width
  record Shown(String id, boolean visible, double ems) {}

  record Sorted(String id, boolean descending) {}

  record Filters(String text, Map<String, List<String>> chosen, Optional<String> times) {
    static Filters of(TableFilter filter) {
      Map<String, List<String>> chosen = new TreeMap<>();
      filter
          .chosen()
          .forEach((facet, values) -> chosen.put(facet, values.stream().sorted().toList()));
      return new Filters(filter.text(), chosen, filter.times().map(TimeRange::text));
    }

    TableFilter filter() {
      Map<String, Set<String>> wanted = new HashMap<>();
      chosen.forEach((facet, values) -> wanted.put(facet, Set.copyOf(values)));
      return new TableFilter(text, wanted, times.flatMap(TimeRange::parse));
    }
  }

  /// A way of looking at the table that has a name.
  record SavedView(String name, Filters filters, Layout layout) {}

  record SavedViews(List<SavedView> views) {}

  record Selected(List<String> keys) {}

  TableMemory(
      PanelMemory memory,
      String id,
      TableView<T> table,
      FilterBar<T> filters,
      ColumnWidths widths,
      ColumnsInSight<T> sight,
      Supplier<List<String>> selected) {
    this.memory = memory;
    this.name = "table." + id;
    this.table = table;
    this.filters = filters;
    this.widths = widths;
    this.sight = sight;
    this.selected = selected;
  }

  /// Brings back what was kept, then keeps what changes. To be called once, after the table has its
  /// columns.
  void restore() {
    Set<String> held =
        memory
            .recall(name + ".held", Held.class)
            .map(kept -> Set.copyOf(kept.columns()))
            .orElse(Set.of());
    memory.recall(name + ".layout", Layout.class).ifPresent(kept -> layOut(kept, held));
    memory.recall(name + ".filters", Filters.class).ifPresent(kept -> filters.show(kept.filter()));
    memory
        .recall(name + ".selected", Selected.class)
        .ifPresent(kept -> awaited = new HashSet<>(kept.keys()));
    restored = true;
    table.getColumns().addListener((ListChangeListener<TableColumn<T, ?>>) change -> keepLayout());
    sight.onChoice(this::chosen);
    table.addEventFilter(MouseEvent.MOUSE_PRESSED, event -> pressed = widths());
    table.addEventFilter(MouseEvent.MOUSE_RELEASED, event -> resized());
  }

  /// The keys of rows that were selected and have not been seen since.
  Set<String> awaited() {
    return awaited;
  }

  /// Selects this row once it is there.
  void await(String key) {
    awaited = Set.of(key);
  }

  /// The rows are there: what was selected is, or is gone.
  void arrived() {
    awaited = Set.of();
  }

  /// The question to the rows changed: filter, facets or sorting.
  void keepQuestion() {
    if (restored) {
      memory.keep(name + ".filters", Filters.of(filters.filter()));
      keepLayout();
    }
  }

  void keepSelection() {
    if (restored && awaited.isEmpty()) {
      memory.keep(name + ".selected", new Selected(selected.get()));
    }
  }

  private void layOut(Layout kept, Set<String> held) {
    List<TableColumn<T, ?>> columns = new ArrayList<>();
    for (Shown shown : kept.columns()) {
      column(shown.id())
          .ifPresent(
              column -> {
                sight.want(column, shown.visible(), held.contains(column.getId()));
                column.setPrefWidth(Math.max(column.getMinWidth(), widths.pixels(shown.ems())));
                columns.add(column);
              });
    }
    for (TableColumn<T, ?> column : table.getColumns()) {
      if (!columns.contains(column)) {
        columns.add(column);
      }
    }
    table.getColumns().setAll(columns);
    widths.fit();
    List<TableColumn<T, ?>> sort = new ArrayList<>();
    for (Sorted sorted : kept.sort()) {
      column(sorted.id())
          .ifPresent(
              column -> {
                column.setSortType(
                    sorted.descending()
                        ? TableColumn.SortType.DESCENDING
                        : TableColumn.SortType.ASCENDING);
                sort.add(column);
              });
    }
    table.getSortOrder().setAll(sort);
  }

  private Optional<TableColumn<T, ?>> column(String id) {
    for (TableColumn<T, ?> column : table.getColumns()) {
      if (column.getId().equals(id)) {
        return Optional.of(column);
      }
    }
    return Optional.empty();
  }

  /// Only a hand on a header changes what is preferred; the window's width changes what is shown.
  private void resized() {
    Map<String, Double> now = widths();
    if (!pressed.equals(now) && pressed.keySet().equals(now.keySet())) {
      table.getVisibleLeafColumns().forEach(column -> column.setPrefWidth(column.getWidth()));
      keepLayout();
    }
    pressed = now;
  }

  private Map<String, Double> widths() {
    Map<String, Double> widths = new TreeMap<>();
    table.getVisibleLeafColumns().forEach(c -> widths.put(c.getId(), c.getWidth()));
    return widths;
  }

  private void chosen() {
    widths.fit();
    memory.keep(name + ".held", new Held(sight.held()));
    keepLayout();
  }

  private void keepLayout() {
    memory.keep(name + ".layout", layout());
  }

  private Layout layout() {
    return new Layout(
        table.getColumns().stream()
            .map(c -> new Shown(c.getId(), sight.isWanted(c), widths.ems(c.getPrefWidth())))
            .toList(),
        table.getSortOrder().stream()
            .map(c -> new Sorted(c.getId(), c.getSortType() == TableColumn.SortType.DESCENDING))
            .toList());
  }

  /// The views kept by name.
  List<SavedView> views() {
    return memory
        .recall(name + ".views", SavedViews.class)
        .map(SavedViews::views)
        .orElse(List.of());
  }

  /// Keeps what the table looks like now under a name, in place of what had it.
  void keepView(String called) {
    keepView(new SavedView(called, Filters.of(filters.filter()), layout()));
  }

  void keepView(SavedView kept) {
    List<SavedView> views = new ArrayList<>(views());
    views.removeIf(view -> view.name().equals(kept.name()));
    views.add(kept);
    memory.keep(name + ".views", new SavedViews(views));
  }

  void forgetView(String called) {
    List<SavedView> views = new ArrayList<>(views());
    views.removeIf(view -> view.name().equals(called));
    memory.keep(name + ".views", new SavedViews(views));
  }

  /// Makes the table look as it did when the view was kept.
  void show(SavedView view) {
    layOut(view.layout(), Set.of());
    filters.show(view.filters().filter());
  }
}
