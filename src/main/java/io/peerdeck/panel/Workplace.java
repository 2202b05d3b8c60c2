package io.peerdeck.panel;

import io.peerdeck.panel.part.Inspection;
import io.peerdeck.panel.part.InspectorPane;
import io.peerdeck.panel.part.View;
import java.util.Optional;
import javafx.beans.value.ChangeListener;
import javafx.scene.layout.StackPane;

/// The middle of a window: one view at a time, the others detached, and its selection in the
/// inspector.
final class Workplace extends StackPane implements AutoCloseable {
  private final ChangeListener<Optional<Inspection>> inspected;
  private Optional<View> current = Optional.empty();

  Workplace(InspectorPane inspector) {
    getStyleClass().add("work");
    this.inspected = (o, was, is) -> inspector.show(is);
  }

  Optional<View> current() {
    return current;
  }

  void place(View next) {
    current.filter(view -> view != next).ifPresent(this::leave);
    current = Optional.of(next);
    getChildren().setAll(next.root());
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
