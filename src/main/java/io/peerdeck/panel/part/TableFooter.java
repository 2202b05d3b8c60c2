package io.peerdeck.panel.part;

import io.peerdeck.panel.bridge.Texts;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.feather.Feather;

/// The toolbar below a table, what waits to be shown, and how many rows there are.
final class TableFooter extends HBox {
  private static final Texts TEXTS = Texts.of("common");
  private final Button waiting;
  private final Label count = new Label();

  TableFooter(String id, ActionRow bar, Runnable showWaiting) {
    getStyleClass().add("table-footer");
    HBox.setHgrow(bar, Priority.ALWAYS);
    waiting = Buttons.of(Feather.ARROW_UP, "", showWaiting, "accent", "small");
    waiting.setId(id + "-waiting");
    waiting.setMinWidth(USE_PREF_SIZE);
    nothingWaits();
    count.setId(id + "-count");
    count.getStyleClass().add("count");
    count.setMinWidth(USE_PREF_SIZE);
    getChildren().setAll(bar, waiting, count);
  }

  /// Offers what waits: `rows` new ones, or only another order when 0.
  void waiting(int rows) {
    String text = rows == 0 ? TEXTS.get("table.newOrder") : TEXTS.get("table.new", rows);
    waiting.setText(text);
    waiting.setAccessibleText(text);
    visible(true);
  }

  void nothingWaits() {
    visible(false);
  }

  private void visible(boolean visible) {
    waiting.setVisible(visible);
    waiting.setManaged(visible);
  }

  void count(int shown, int total) {
    count.setText(TEXTS.get("table.count", shown, total));
  }
}
