package io.peerdeck.panel.part;

import atlantafx.base.controls.CustomTextField;
import io.peerdeck.panel.bridge.Texts;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.feather.Feather;

/// Title, filter as you type, facets and the column chooser of a [DataTable].
public final class FilterBar<T> extends WrapRow {
  private static final Texts TEXTS = Texts.of("common");
  private final CustomTextField field = new CustomTextField();
  private final Map<String, MenuButton> buttons = new HashMap<>();
  private final Map<String, Set<String>> chosen = new HashMap<>();
  private Map<String, SortedSet<String>> offered = Map.of();
  private final MenuButton columnChooser = new MenuButton(null, Icons.of(Feather.COLUMNS));
  private final Map<String, String> titles;
  private final Runnable changed;
  private Optional<TimeMenu> timeMenu = Optional.empty();
  private Optional<TimeRange> times = Optional.empty();
  private boolean quiet;

  public FilterBar(String id, String title, List<Facet<T>> facets, Runnable changed) {
    this.changed = changed;
    this.titles = facets.stream().collect(Collectors.toMap(Facet::id, Facet::title));
    getStyleClass().add("filter-bar");
    Label heading = new Label(title);
    heading.getStyleClass().add("screen-title");
    heading.setMinWidth(USE_PREF_SIZE);
    field.setId(id + "-filter");
    field.setPromptText(TEXTS.get("table.filter"));
    field.setAccessibleText(TEXTS.get("table.filterOf", title));
    field.setLeft(Icons.of(Feather.SEARCH));
    field
        .textProperty()
        .addListener(
            (o, was, is) -> {
              if (!quiet) {
                changed.run();
              }
            });
    HBox.setHgrow(field, Priority.ALWAYS);
    getChildren().addAll(heading, field);
    for (Facet<T> facet : facets) {
      MenuButton button = new MenuButton();
      button.setId(id + "-facet-" + facet.id());
      button.setMinWidth(USE_PREF_SIZE);
      buttons.put(facet.id(), button);
      label(facet.id());
      getChildren().add(button);
    }
    columnChooser.setId(id + "-columns");
    columnChooser.getStyleClass().addAll("button-icon", "flat");
    Buttons.name(columnChooser, TEXTS.get("table.columns"));
    getChildren().add(columnChooser);
  }

  public String text() {
    return field.getText();
  }

  public TextField field() {
    return field;
  }

  public Map<String, Set<String>> chosen() {
    Map<String, Set<String>> copy = new HashMap<>();
    chosen.forEach((facet, values) -> copy.put(facet, Set.copyOf(values)));
    return copy;
  }

  /// All of it.
  TableFilter filter() {
    return new TableFilter(field.getText(), chosen, times);
  }

  /// Filters by one value of a facet alone, as a link from elsewhere does.
  public void choose(String facet, String value) {
    show(new TableFilter("", Map.of(facet, Set.of(value)), Optional.empty()));
  }

  /// Hides nothing any more.
  void clear() {
    if (!filter().empty()) {
      show(TableFilter.NONE);
    }
  }

  /// Asks for this and nothing else.
  void show(TableFilter filter) {
    quiet = true;
    chosen.clear();
    filter
        .chosen()
        .forEach(
            (facet, wanted) -> {
              if (buttons.containsKey(facet)) {
                chosen.put(facet, new TreeSet<>(wanted));
              }
            });
    fill();
    buttons.keySet().forEach(this::relabel);
    times = filter.times();
    timeMenu.ifPresent(menu -> menu.show(times));
    field.setText(filter.text());
    quiet = false;
    changed.run();
  }

  /// A choice of times beside the facets.
  void byTime(TimeFacet<T> time, Overlay overlay) {
    TimeMenu menu = new TimeMenu(time.title(), overlay, this::during);
    menu.setId(field.getId().replace("-filter", "-times"));
    menu.show(times);
    timeMenu = Optional.of(menu);
    getChildren().add(getChildren().indexOf(field) + 1 + buttons.size(), menu);
  }

  private void during(Optional<TimeRange> range) {
    times = range;
    changed.run();
  }

  /// Something more that concerns the whole table, before the column chooser.
  void add(Node more) {
    getChildren().add(getChildren().size() - 1, more);
  }

  /// The values there are to choose from.
  public void offer(Map<String, SortedSet<String>> values) {
    offered = values;
    fill();
  }

  /// What is chosen can be given up, also where no row has it any more.
  private void fill() {
    buttons.forEach(
        (facet, button) -> {
          SortedSet<String> values = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
          values.addAll(offered.getOrDefault(facet, Collections.emptySortedSet()));
          values.addAll(chosen.getOrDefault(facet, Set.of()));
          if (!button.isShowing() && !offeredAlready(button, values)) {
            button.getItems().setAll(values.stream().map(v -> item(facet, v)).toList());
          }
          button.setDisable(button.getItems().isEmpty());
        });
  }

  /// Offers the columns to choose from.
  void columns(
      List<Column<T>> columns,
      List<? extends TableColumn<T, ?>> tableColumns,
      ColumnsInSight<T> sight) {
    for (int i = 0; i < columns.size(); i++) {
      CheckMenuItem item = new CheckMenuItem(columns.get(i).title());
      item.selectedProperty().bindBidirectional(tableColumns.get(i).visibleProperty());
      columnChooser.getItems().add(item);
    }
    columnChooser.setOnShowing(
        event -> {
          for (int i = 0; i < columns.size(); i++) {
            String title = columns.get(i).title();
            boolean gone = sight.isGone(tableColumns.get(i));
            columnChooser
                .getItems()
                .get(i)
                .setText(gone ? TEXTS.get("table.noRoom", title) : title);
          }
        });
  }

  private static boolean offeredAlready(MenuButton button, SortedSet<String> offered) {
    return button.getItems().stream().map(MenuItem::getText).toList().equals(List.copyOf(offered));
  }

  private CheckMenuItem item(String facet, String value) {
    CheckMenuItem item = new CheckMenuItem(value);
    item.setMnemonicParsing(false);
    item.setSelected(chosen.getOrDefault(facet, Set.of()).contains(value));
    item.setOnAction(
        event -> {
          Set<String> values = chosen.computeIfAbsent(facet, f -> new TreeSet<>());
          if (item.isSelected()) {
            values.add(value);
          } else {
            values.remove(value);
          }
          label(facet);
          changed.run();
        });
    return item;
  }

  private void relabel(String facet) {
    MenuButton button = buttons.get(facet);
    if (button != null) {
      for (MenuItem item : button.getItems()) {
        if (item instanceof CheckMenuItem check) {
          check.setSelected(chosen.getOrDefault(facet, Set.of()).contains(check.getText()));
        }
      }
    }
    label(facet);
  }

  private void label(String facet) {
    MenuButton button = buttons.get(facet);
    Set<String> values = chosen.getOrDefault(facet, Set.of());
    String title = titles.getOrDefault(facet, facet);
    String text =
        switch (values.size()) {
          case 0 -> title;
          case 1 -> TEXTS.get("table.facet", title, values.iterator().next());
          default -> TEXTS.get("table.facet", title, values.size());
        };
    if (button != null) {
      button.setText(text);
      button.setAccessibleText(TEXTS.get("table.facetOf", text));
    }
  }
}
