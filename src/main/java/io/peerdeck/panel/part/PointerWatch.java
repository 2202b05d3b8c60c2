package io.peerdeck.panel.part;

import java.util.function.Consumer;
import javafx.event.EventHandler;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// Whether the pointer is on a region, judged by where it is: `hover` ends already when a tooltip
/// comes between.
public final class PointerWatch {
  private final Region region;
  private final Consumer<Boolean> changed;
  private final EventHandler<MouseEvent> moved = this::moved;
  private boolean on;

  /// @param changed hears when it comes and when it has gone
  public PointerWatch(Region region, Consumer<Boolean> changed) {
    this.region = region;
    this.changed = changed;
    region.sceneProperty().addListener((o, was, is) -> scene(was, is));
  }

  public boolean on() {
    return on;
  }

  private void scene(@Nullable Scene was, @Nullable Scene is) {
    if (was != null) {
      was.removeEventFilter(MouseEvent.ANY, moved);
      set(false);
    }
    if (is != null) {
      is.addEventFilter(MouseEvent.ANY, moved);
    }
  }

  private void moved(MouseEvent event) {
    if (event.getEventType() == MouseEvent.MOUSE_EXITED) {
      if (!region.contains(region.sceneToLocal(event.getSceneX(), event.getSceneY()))) {
        set(false);
      }
    } else if (event.getEventType() == MouseEvent.MOUSE_MOVED
        || event.getEventType() == MouseEvent.MOUSE_PRESSED
        || event.getEventType() == MouseEvent.MOUSE_RELEASED) {
      set(isPartOfRegion(event));
    }
  }

  private boolean isPartOfRegion(MouseEvent event) {
    Node node = event.getTarget() instanceof Node target ? target : null;
    while (node != null && node != region) {
      node = node.getParent();
    }
    return node == region;
  }

  private void set(boolean now) {
    if (now != on) {
      on = now;
      changed.accept(now);
    }
  }
}
