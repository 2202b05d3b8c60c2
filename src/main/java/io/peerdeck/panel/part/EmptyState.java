package io.peerdeck.panel.part;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Shown where nothing is yet: what this place is for and what to do next.
public final class EmptyState extends VBox {
  public EmptyState(Feather icon, String title, String text, Node... actions) {
    getStyleClass().add("empty-state");
    Label heading = new Label(title);
    heading.getStyleClass().add("empty-title");
    Label body = new Label(text);
    body.getStyleClass().add("empty-text");
    body.setWrapText(true);
    body.setMinHeight(USE_PREF_SIZE);
    getChildren().addAll(Icons.of(icon, "empty-icon"), heading, body);
    if (actions.length > 0) {
      HBox buttons = new HBox(actions);
      buttons.getStyleClass().add("empty-actions");
      getChildren().add(buttons);
    }
  }
}
