package io.peerdeck.panel.part;

import javafx.scene.control.ScrollPane;

/// What a scroll pane shows its content through.
public final class Viewport {
  private Viewport() {}

  /// Has what changes drawn alone. By itself a scroll pane keeps a picture of its content, to move
  /// it when scrolled, and draws all of that anew for every word that changes.
  public static void drawDirectly(ScrollPane pane) {
    pane.skinProperty()
        .addListener(
            o ->
                pane.getChildrenUnmodifiable().stream()
                    .filter(child -> child.getStyleClass().contains("viewport"))
                    .forEach(child -> child.setCache(false)));
  }
}
