package io.peerdeck.panel;

import io.peerdeck.panel.part.Inspection;
import io.peerdeck.panel.part.InspectorPane;
import io.peerdeck.panel.part.View;
import java.util.Optional;
import javafx.beans.value.ChangeListener;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.StackPane;

/// The middle of a window: one view at a time, the others detached, and its selection in the
/// inspector.
final class Workplace extends StackPane implements AutoCloseable {
  private final ChangeListener<Optional<Inspection>> inspected;
  private Optional<View> current = Optional.empty();

  // Where the window is too low for a view's least height, the rest is a scroll away.
  private final ScrollPane room = new ScrollPane();

  Workplace(InspectorPane inspector) {
    getStyleClass().add("work");
    room.setFitToWidth(true);
    room.setFitToHeight(true);
    room.setFocusTraversable(false);
    room.getStyleClass().add("edge-to-edge");
    getChildren().setAll(room);
    this.inspected = (o, was, is) -> inspector.show(is);
  }

  Optional<View> current() {
    return current;
  }

  void place(View next) {
    current.filter(view -> view != next).ifPresent(this::leave);
    current = Optional.of(next);
    room.setContent(next.root());
    next.inspection().removeListener(inspected);
    next.inspection().addListener(inspected);
    if (!next.attached()) {
      next.attach();
    }
    inspected.changed(next.inspection(), Optional.empty(), next.inspection().get());
    next.focus();
  }

  private void leave(View view) {
    view.inspection().removeListener(inspected);
    view.detach();
  }

  @Override
  public void close() {
    current.ifPresent(this::leave);
  }
}
