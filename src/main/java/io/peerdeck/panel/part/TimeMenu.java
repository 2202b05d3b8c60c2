package io.peerdeck.panel.part;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;

/// The times to filter by: at any time, the last while, or between two moments.
final class TimeMenu extends MenuButton {
  private static final Texts TEXTS = Texts.of("common");
  private final String title;
  private final Consumer<Optional<TimeRange>> chosen;
  private final Map<Optional<TimeRange>, RadioMenuItem> items = new LinkedHashMap<>();
  private final ToggleGroup group = new ToggleGroup();
  private final RadioMenuItem between;

  TimeMenu(String title, Overlay overlay, Consumer<Optional<TimeRange>> chosen) {
    this.title = title;
    this.chosen = chosen;
    setMinWidth(USE_PREF_SIZE);
    offer("time.any", Optional.empty());
    offer("time.minutes", last(Duration.ofMinutes(15)));
    offer("time.hour", last(Duration.ofHours(1)));
    offer("time.day", last(Duration.ofDays(1)));
    offer("time.week", last(Duration.ofDays(7)));
    between = item(TEXTS.get("time.between"));
    between.setOnAction(event -> TimeForm.show(overlay, this::take));
    getItems().addAll(new SeparatorMenuItem(), between);
    show(Optional.empty());
  }

  private static Optional<TimeRange> last(Duration length) {
    return Optional.of(new TimeRange.Last(length));
  }

  private void offer(String key, Optional<TimeRange> range) {
    RadioMenuItem item = item(TEXTS.get(key));
    item.setOnAction(event -> take(range));
    items.put(range, item);
    getItems().add(item);
  }

  private RadioMenuItem item(String text) {
    RadioMenuItem item = new RadioMenuItem(text);
    item.setToggleGroup(group);
    return item;
  }

  private void take(Optional<TimeRange> range) {
    show(range);
    chosen.accept(range);
  }

  /// Shows what is filtered by.
  void show(Optional<TimeRange> range) {
    MenuItem known = items.getOrDefault(range, between);
    group.selectToggle(items.getOrDefault(range, between));
    String words =
        range.isPresent() && range.get() instanceof TimeRange.Between span
            ? TEXTS.get("time.span", moment(span.from()), moment(span.until()))
            : known.getText();
    setText(range.isEmpty() ? title : TEXTS.get("table.facet", title, words));
    setAccessibleText(TEXTS.get("table.facetOf", getText()));
  }

  private static String moment(Optional<Instant> at) {
    return at.map(Words::absolute).map(text -> text.substring(0, text.length() - 3)).orElse("…");
  }
}
