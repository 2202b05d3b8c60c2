package io.peerdeck.panel.part;

import io.peerdeck.panel.bridge.Texts;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The one table: filter, sort, columns, count, copy, and a context menu that is the toolbar. Rows
/// do not move while the pointer is on them; changed values appear in place and a new order waits
/// behind a button.
public final class DataTable<T> extends VBox {
  private static final Texts TEXTS = Texts.of("common");
  private final ColumnSet<T> columns;
  private final RowList<T> shown = new RowList<>();
  private final TableView<T> table = new TableView<>(shown);
  private final CellsOnScreen<T> cells = new CellsOnScreen<>();
  private final Desk desk;
  private final RowMatch<T> match;
  private final RowModel<T> model;
  private final FilterBar<T> filters;
  private final Actions<T> actions;
  private final TableFooter footer;
  private final PointerWatch pointer;
  private final ColumnWidths widths;
  private final TableMemory<T> memory;
  private final Region empty;
  private final Region hidden;
  private final RowSelection<T> selection;
  private Comparator<T> sorting;
  private Map<String, SortedSet<String>> offered = Map.of();
  private Optional<List<T>> waiting = Optional.empty();
  private int total;
  private boolean read;
  private Consumer<List<T>> onSelection = rows -> {};
  private Consumer<T> onOpen = row -> {};
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
    this.desk = desk;
    this.sorting = order;
    this.columns = new ColumnSet<>(columns, order);
    this.columns.addTo(table);
    table.getColumns().forEach(column -> column.widthProperty().subscribe(cells::place));
    ColumnsInSight<T> sight = new ColumnsInSight<>(table, columns);
    this.match = new RowMatch<>(columns, facets);
    this.model = new RowModel<>(desk.bridge(), key, match, facets, order, this::show);
    this.selection = new RowSelection<>(table, key, this::selected);
    this.actions = new Actions<>(actions, selection::rows);
    this.filters = new FilterBar<>(id, title, facets, this::ask);
    this.widths = new ColumnWidths(table, sight);
    this.memory =
        new TableMemory<>(desk.memory(), id, table, filters, widths, sight, selection::keys);
    this.footer = new TableFooter(id, this.actions.row(), this::applyWaiting);
    this.empty = empty;
    this.hidden = hidden(id);
    getStyleClass().add("data-table");
    table.setId(id + "-table");
    table.setAccessibleText(title);
    table.setPlaceholder(reading());
    table.getStyleClass().add("dense");
    table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    filters.columns(columns, List.copyOf(table.getColumns()), sight);
    table.setSortPolicy(t -> sorted());
    table
        .getSelectionModel()
        .getSelectedItems()
        .addListener((ListChangeListener<T>) change -> selection.moved());
    pointer = new PointerWatch(table, this::pointerMoved);
    DataTableKeys.install(table, this::open, this::copied, this.actions::items, cells::add);
    VBox.setVgrow(table, Priority.ALWAYS);
    getChildren().setAll(filters, table, footer, widths.em());
    memory.restore();
    filters.add(new ViewMenu(id, desk, memory, this::sorted));
    filters.add(new ExportMenu<>(id, title, desk, this.columns, sight, shown::rows));
  }

  public void rows(Collection<T> all) {
    read = true;
    model.replace(all);
  }

  /// These rows new or changed.
  public void merge(Collection<T> changed) {
    model.merge(changed, List.of());
  }

  /// These rows new or changed, those of these keys gone.
  public void merge(Collection<T> changed, Collection<String> gone) {
    model.merge(changed, gone);
  }

  /// Lets rows be filtered by when they happened, too.
  public void byTime(TimeFacet<T> time) {
    match.by(time);
    filters.byTime(time, desk.overlay());
  }

  /// Everything the filter lets through, in the order shown.
  public List<T> shownRows() {
    return List.copyOf(shown.rows());
  }

  public List<T> selection() {
    return selection.rows();
  }

  /// Selects the row with this key and nothing else, as soon as it is there; filters that hide it
  /// are taken away.
  public void select(String wanted) {
    if (!selection.choose(wanted)) {
      memory.await(wanted);
      filters.clear();
    }
  }

  /// The key of the selected row, if exactly one is.
  public Optional<String> chosenKey() {
    return selection.chosen();
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
    cells.retell();
    model.timePassed();
  }

  /// The same of the rows in sight alone, without asking whether others come or go with the time.
  public void retellTimes() {
    cells.retell();
  }

  public void focusTable() {
    table.requestFocus();
  }

  private boolean sorted() {
    sorting = columns.chosen(table.getSortOrder());
    ask();
    return true;
  }

  private void ask() {
    memory.keepQuestion();
    model.ask(filters.filter(), sorting);
  }

  private boolean show(RowModel.View<T> view) {
    if (view.base() != shown.rows()) {
      return false;
    }
    if (offered != view.facetValues()) {
      offered = view.facetValues();
      filters.offer(offered);
    }
    boolean news = view.query().asked() == answered;
    answered = view.query().asked();
    total = view.total();
    if (view.sameOrder()) {
      nothingWaits();
      revalue(view.rows());
    } else if (news && pointer.on() && !shown.isEmpty()) {
      waiting = Optional.of(view.rows());
      footer.waiting(view.unseen());
      revalue(view.inPlace());
    } else {
      apply(view.rows());
    }
    counted();
    return true;
  }

  private void counted() {
    footer.count(shown.size(), total);
    if (read) {
      table.setPlaceholder(total > 0 && shown.isEmpty() ? hidden : empty);
    }
  }

  /// In place of rows before the first reading: that there are none is not known yet.
  private static Label reading() {
    Label label = new Label(TEXTS.get("table.reading"));
    label.getStyleClass().add("fact-name");
    return label;
  }

  /// In place of rows that are all hidden by the filter.
  private Region hidden(String id) {
    Button all =
        Buttons.of(Feather.X_CIRCLE, TEXTS.get("hidden.showAll"), filters::clear, "accent");
    all.setId(id + "-show-all");
    return new EmptyState(Feather.FILTER, TEXTS.get("hidden.title"), TEXTS.get("hidden.text"), all);
  }

  /// Other values of the same rows: only cells on the screen are told.
  private void revalue(List<T> rows) {
    if (rows == shown.rows()) {
      return;
    }
    shown.revalue(rows);
    model.shows(rows);
    cells.revalue(rows);
    selection.revalued();
  }

  private void apply(List<T> rows) {
    nothingWaits();
    selection.keep(
        memory.awaited(),
        () -> {
          shown.replace(rows);
          model.shows(rows);
        });
    // Now and not with the next pulse, which then has the styles alone to do.
    table.layout();
    if (!shown.isEmpty()) {
      memory.arrived();
    }
    selection.tell();
  }

  private void nothingWaits() {
    waiting = Optional.empty();
    footer.nothingWaits();
  }

  private void applyWaiting() {
    waiting.ifPresent(
        rows -> {
          apply(rows);
          counted();
        });
  }

  private void pointerMoved(boolean onTable) {
    if (!onTable) {
      applyWaiting();
    }
  }

  private void selected(List<T> rows) {
    actions.refresh();
    memory.keepSelection();
    onSelection.accept(rows);
  }

  private void open(T row) {
    onOpen.accept(row);
  }

  private String copied() {
    return columns.copied(selection.rows());
  }
}
