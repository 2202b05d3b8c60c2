package io.peerdeck.panel;

import io.peerdeck.panel.part.Inspection;
import io.peerdeck.panel.part.InspectorPane;
import io.peerdeck.panel.part.View;
import io.peerdeck.panel.part.Viewport;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javafx.beans.value.ChangeListener;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/// The middle of a window: one view at a time, the others detached, and its selection in the
/// inspector. Views that are kept stay in the scene out of sight, so that coming back to one styles
/// nothing anew.
final class Workplace extends StackPane implements AutoCloseable {
  private final ChangeListener<Optional<Inspection>> inspected;
  private final InspectorPane inspector;
  private Optional<View> current = Optional.empty();

  private final StackPane views = new StackPane();
  private final Set<Region> kept = new HashSet<>();

  // Where the window is too low for a view's least height, the rest is a scroll away.
  private final ScrollPane room = new ScrollPane();

  Workplace(InspectorPane inspector) {
    getStyleClass().add("work");
    room.setFitToWidth(true);
    room.setFitToHeight(true);
    room.setFocusTraversable(false);
    room.getStyleClass().add("edge-to-edge");
    Viewport.drawDirectly(room);
    room.setContent(views);
    getChildren().setAll(room);
    this.inspector = inspector;
    this.inspected = (o, was, is) -> inspector.show(is);
  }

  /// Words like "2 min ago" are said anew.
  void refreshTimes() {
    current.ifPresent(View::refreshTimes);
    inspector.retellTimes();
  }

  Optional<View> current() {
    return current;
  }

  void place(View next) {
    current.filter(view -> view != next).ifPresent(this::leave);
    current = Optional.of(next);
    if (next.root().getParent() != views) {
      views.getChildren().add(next.root());
    }
    inSight(next.root(), true);
    next.inspection().removeListener(inspected);
    next.inspection().addListener(inspected);
    if (!next.attached()) {
      next.attach();
    }
    inspected.changed(next.inspection(), Optional.empty(), next.inspection().get());
    next.focus();
  }

  /// Has a view's face styled and laid out where it will be shown, without showing or attaching it.
  void keep(Region face) {
    kept.add(face);
    if (face.getParent() == views) {
      return; // it is on the screen
    }
    inSight(face, false);
    views.getChildren().add(face);
    face.applyCss();
    face.resize(views.getWidth(), views.getHeight());
    face.layout();
  }

  private static void inSight(Region face, boolean shown) {
    face.setVisible(shown);
    face.setManaged(shown);
  }

  private void leave(View view) {
    view.inspection().removeListener(inspected);
    view.detach();
    if (kept.contains(view.root())) {
      inSight(view.root(), false);
    } else {
      views.getChildren().remove(view.root());
    }
  }

  @Override
  public void close() {
    current.ifPresent(this::leave);
  }
}
