package io.peerdeck.panel.part;

import io.peerdeck.panel.bridge.Texts;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.feather.Feather;

/// The toolbar below a table, what waits to be shown, and how many rows there are.
final class TableFooter extends HBox {
  private static final Texts TEXTS = Texts.of("common");
  private final FlowPane bar = new FlowPane();
  private final Button waiting;
  private final Label count = new Label();

  TableFooter(String id, List<ButtonBase> buttons, Runnable showWaiting) {
    getStyleClass().add("table-footer");
    bar.getStyleClass().add("toolbar");
    bar.getChildren().setAll(buttons);
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

  /// As many rows as the toolbar takes beside the count, no more.
  @Override
  protected double computePrefHeight(double width) {
    double taken = snappedLeftInset() + snappedRightInset() + getSpacing() + count.prefWidth(-1);
    if (waiting.isManaged()) {
      taken += getSpacing() + waiting.prefWidth(-1);
    }
    double rows = bar.prefHeight(width < 0 ? -1 : Math.max(1, width - taken));
    return snappedTopInset()
        + Math.max(rows, Math.max(count.prefHeight(-1), waiting.prefHeight(-1)))
        + snappedBottomInset();
  }

  @Override
  protected double computeMinHeight(double width) {
    return computePrefHeight(width);
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
