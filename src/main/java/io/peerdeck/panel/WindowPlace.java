package io.peerdeck.panel;

import io.peerdeck.panel.memory.PanelMemory;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;

/// Where a window stood and how large it was: brought back where that place still is on a screen.
///
/// @param maximised what it was before is kept beside it
record WindowPlace(double x, double y, double width, double height, boolean maximised) {
  /// Smaller than this it shows nothing; no memory makes it so.
  private static final double LEAST = 320;

  /// Gives the stage its remembered place, if there is one, and remembers from then on. To be
  /// called before the stage is shown.
  static void keep(Stage stage, PanelMemory memory, String name) {
    keep(stage, memory, name, of(memory, name));
  }

  /// The remembered place, if there is one.
  static Optional<WindowPlace> of(PanelMemory memory, String name) {
    return memory.recall(name, WindowPlace.class);
  }

  /// The same for a place that is known already.
  static void keep(Stage stage, PanelMemory memory, String name, Optional<WindowPlace> place) {
    place.ifPresent(kept -> kept.applyTo(stage));
    InvalidationListener changed = o -> remember(stage, memory, name);
    stage.xProperty().addListener(changed);
    stage.yProperty().addListener(changed);
    stage.widthProperty().addListener(changed);
    stage.heightProperty().addListener(changed);
    stage.maximizedProperty().addListener(changed);
  }

  private void applyTo(Stage stage) {
    Rectangle2D room =
        Screen.getScreensForRectangle(x, y, Math.max(1, width), Math.max(1, height)).stream()
            .findFirst()
            .map(Screen::getVisualBounds)
            .orElse(null);
    if (room == null) {
      return; // that screen is gone: the system places the window
    }
    stage.setWidth(Math.clamp(width, Math.min(LEAST, room.getWidth()), room.getWidth()));
    stage.setHeight(Math.clamp(height, Math.min(LEAST, room.getHeight()), room.getHeight()));
    stage.setX(Math.clamp(x, room.getMinX(), room.getMaxX() - stage.getWidth()));
    stage.setY(Math.clamp(y, room.getMinY(), room.getMaxY() - stage.getHeight()));
    stage.setMaximized(maximised);
  }

  private static void remember(Stage stage, PanelMemory memory, String name) {
    if (!stage.isShowing() || stage.isIconified()) {
      return;
    }
    if (stage.isMaximized()) {
      memory
          .recall(name, WindowPlace.class)
          .ifPresent(k -> memory.keep(name, new WindowPlace(k.x, k.y, k.width, k.height, true)));
      return;
    }
    memory.keep(
        name,
        new WindowPlace(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight(), false));
  }
}
