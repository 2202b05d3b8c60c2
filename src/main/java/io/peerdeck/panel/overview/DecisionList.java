package io.peerdeck.panel.overview;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.FocusKeeper;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.MarkLabel;
import io.peerdeck.panel.part.PointerWatch;
import io.peerdeck.panel.part.WrapRow;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The lines of what needs a decision. As long as they are about the same things only their words
/// change; while the pointer is where lines that came or went would move something, new ones wait
/// behind their number, and the buttons of those that are settled are off.
final class DecisionList extends VBox {
  private static final Texts TEXTS = Texts.of("overview");

  private final Button news = Buttons.of(Feather.ARROW_UP, "", this::put, "accent", "small");
  private List<PointerWatch> pointers = List.of();
  private List<Item> shown = List.of();
  private List<Item> latest = List.of();

  /// @param key what it is about
  record Item(String key, Mark mark, String text, Label body, List<Button> buttons) {
    private boolean sameAs(Item other) {
      return key.equals(other.key) && mark == other.mark;
    }

    private WrapRow line() {
      MarkLabel label = new MarkLabel(mark);
      label.getStyleClass().add("mark-column");
      return OverviewTiles.line(label, body, buttons.toArray(Button[]::new));
    }
  }

  DecisionList() {
    setId("decisions");
    news.setId("decisions-new");
    news.setMinWidth(USE_PREF_SIZE);
    news.setVisible(false); // its room is kept: nothing moves when it comes
  }

  /// Shows the lines that wait for the pointer to go.
  Button news() {
    return news;
  }

  /// While the pointer is on one of these nothing there moves.
  void holdFor(Stream<Region> places) {
    pointers = places.map(place -> new PointerWatch(place, on -> pointed())).toList();
  }

  void show(List<Item> items) {
    latest = List.copyOf(items);
    if (same()) {
      for (int i = 0; i < latest.size(); i++) {
        shown.get(i).body().setText(latest.get(i).text());
      }
      settled(Set.of());
    } else if (held() && !getChildren().isEmpty()) {
      hold();
    } else {
      put();
    }
  }

  private boolean held() {
    return pointers.stream().anyMatch(PointerWatch::on);
  }

  private void pointed() {
    if (!held() && !same()) {
      put();
    }
  }

  private boolean same() {
    boolean same = latest.size() == shown.size() && !getChildren().isEmpty();
    for (int i = 0; same && i < latest.size(); i++) {
      same = latest.get(i).sameAs(shown.get(i));
    }
    return same;
  }

  private void hold() {
    Set<String> known = keys(shown);
    int came = (int) latest.stream().filter(item -> !known.contains(item.key())).count();
    news.setText(TEXTS.count("needs.new", came));
    news.setAccessibleText(news.getText());
    news.setVisible(came > 0);
    known.removeAll(keys(latest));
    settled(known);
  }

  private void settled(Set<String> gone) {
    shown.forEach(
        item -> item.buttons().forEach(button -> button.setDisable(gone.contains(item.key()))));
  }

  private static Set<String> keys(List<Item> items) {
    return items.stream().map(Item::key).collect(Collectors.toSet());
  }

  private void put() {
    shown = latest;
    news.setVisible(false);
    FocusKeeper.rebuild(this, () -> getChildren().setAll(shown.stream().map(Item::line).toList()));
    if (shown.isEmpty()) {
      getChildren().setAll(new MarkLabel(Mark.READY, TEXTS.get("needs.nothing")));
    }
  }
}
