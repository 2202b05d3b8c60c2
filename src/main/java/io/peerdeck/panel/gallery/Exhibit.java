package io.peerdeck.panel.gallery;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

/// What a page of the gallery shows: a part in one state after the other, each under a caption.
final class Exhibit {
  private final VBox root = new VBox();
  private Runnable leave = () -> {};

  Exhibit() {
    root.getStyleClass().add("exhibit");
  }

  Exhibit state(String caption, Node part, String... styleClasses) {
    Label label = new Label(caption);
    label.setWrapText(true);
    label.getStyleClass().add("section-title");
    part.getStyleClass().addAll(styleClasses);
    VBox state = new VBox(label, part);
    state.getStyleClass().add("section");
    root.getChildren().add(state);
    return this;
  }

  /// Several small parts side by side, in as many rows as they need.
  Exhibit row(String caption, Node... parts) {
    FlowPane pane = new FlowPane(parts);
    pane.getStyleClass().add("exhibit-row");
    return state(caption, pane);
  }

  /// Hears when another page takes its place.
  Exhibit onLeave(Runnable listener) {
    leave = listener;
    return this;
  }

  VBox root() {
    return root;
  }

  void left() {
    leave.run();
  }
}
