package io.peerdeck.panel.part;

import io.peerdeck.panel.bridge.Texts;
import java.util.List;
import java.util.function.Supplier;
import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.Pane;
import org.kordamp.ikonli.feather.Feather;

/// A toolbar that is one row at any width: the last buttons that have no room wait in a menu at its
/// end.
public final class ActionRow extends Pane {
  private static final Texts TEXTS = Texts.of("common");

  /// Between two buttons, in em; as the toolbars of the tables have it.
  private static final double GAP = 0.25;

  private final Em em = new Em(pixels -> requestLayout());
  private final List<ButtonBase> buttons;
  private final MenuButton more = new MenuButton(null, Icons.of(Feather.MORE_HORIZONTAL));

  /// @param items of the actions whose buttons are out of sight, made when the menu opens
  ActionRow(String place, List<ButtonBase> buttons, Supplier<List<MenuItem>> items) {
    this.buttons = List.copyOf(buttons);
    getStyleClass().addAll("toolbar", "action-row");
    more.setId(place + "-more");
    more.getStyleClass().add("button-icon");
    Buttons.name(more, TEXTS.get("actions.more"));
    more.getItems().setAll(items.get());
    more.setOnShowing(event -> more.getItems().setAll(items.get()));
    getChildren().add(em);
    getChildren().addAll(buttons);
    getChildren().add(more);
  }

  /// What a menu hangs on whose own button is out of sight.
  Node end() {
    return more;
  }

  private double gap() {
    return snapSpaceX(GAP * em.pixels());
  }

  private double wanted(Node node) {
    return snapSizeX(node.prefWidth(-1));
  }

  private double wanted(List<? extends Node> nodes) {
    double width = 0;
    for (Node node : nodes) {
      width += (width == 0 ? 0 : gap()) + wanted(node);
    }
    return width;
  }

  @Override
  protected double computeMinWidth(double height) {
    return snappedLeftInset() + wanted(more) + snappedRightInset();
  }

  @Override
  protected double computePrefWidth(double height) {
    return snappedLeftInset() + wanted(buttons) + snappedRightInset();
  }

  @Override
  protected double computePrefHeight(double width) {
    double height = more.prefHeight(-1);
    for (Node button : buttons) {
      height = Math.max(height, button.prefHeight(-1));
    }
    return snappedTopInset() + snapSizeY(height) + snappedBottomInset();
  }

  @Override
  protected double computeMinHeight(double width) {
    return computePrefHeight(width);
  }

  @Override
  protected void layoutChildren() {
    double room = getWidth() - snappedLeftInset() - snappedRightInset();
    boolean all = wanted(buttons) <= room + 0.5;
    double end = all ? room + 0.5 : room - gap() - wanted(more);
    double x = 0;
    boolean fits = true;
    for (ButtonBase button : buttons) {
      double width = wanted(button);
      fits &= x + width <= end;
      button.setVisible(fits);
      if (fits) {
        place(button, x, width);
        x += width + gap();
      }
    }
    more.setVisible(!all);
    place(more, x, wanted(more));
  }

  private void place(Node node, double x, double width) {
    double height = getHeight() - snappedTopInset() - snappedBottomInset();
    layoutInArea(
        node,
        snappedLeftInset() + x,
        snappedTopInset(),
        width,
        height,
        0,
        null,
        true,
        false,
        HPos.LEFT,
        VPos.CENTER);
  }
}
