package io.peerdeck.panel;

import io.peerdeck.panel.memory.PanelMemory;
import io.peerdeck.panel.part.InspectorPane;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;

/// Where the inspector is: beside the work, over it as a drawer in a narrow window, or folded away.
/// A wide window remembers which.
final class InspectorFold {
  private static final String NAME = "inspector";
  private final BorderPane frame;
  private final StackPane middle;
  private final InspectorPane inspector;
  private final PanelMemory memory;
  private final Consumer<Boolean> tell;
  private boolean narrow;
  private boolean inspects = true;
  private boolean shown;

  /// Kept of it.
  record Kept(boolean folded) {}

  InspectorFold(
      BorderPane frame,
      StackPane middle,
      InspectorPane inspector,
      PanelMemory memory,
      Consumer<Boolean> tell,
      double width) {
    this.frame = frame;
    this.middle = middle;
    this.inspector = inspector;
    this.memory = memory;
    this.tell = tell;
    narrow = width < InspectorPane.FOLDS_BELOW;
    shown = wanted();
    place();
  }

  private boolean wanted() {
    return inspects && !narrow && !memory.recall(NAME, Kept.class).map(Kept::folded).orElse(false);
  }

  void toggle() {
    shown = !shown;
    if (inspects && !narrow) {
      memory.keep(NAME, new Kept(!shown));
    }
    place();
  }

  /// What is shown now has something to inspect or never has.
  void inspects(boolean now) {
    if (now != inspects) {
      inspects = now;
      shown = wanted();
      place();
    }
  }

  /// The window has another width, in em.
  void width(double width) {
    boolean now = width < InspectorPane.FOLDS_BELOW;
    if (now != narrow) {
      narrow = now;
      shown = wanted();
      place();
    }
  }

  private void place() {
    frame.setRight(null);
    middle.getChildren().remove(inspector);
    inspector.getStyleClass().remove("drawer");
    inspector.setMaxWidth(StackPane.USE_PREF_SIZE);
    if (shown && narrow) {
      inspector.getStyleClass().add("drawer");
      StackPane.setAlignment(inspector, Pos.CENTER_RIGHT);
      middle.getChildren().add(1, inspector); // below what is to be read
    } else if (shown) {
      frame.setRight(inspector);
    }
    tell.accept(shown);
  }
}
