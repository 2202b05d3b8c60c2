package io.peerdeck.panel.part;

import java.util.function.DoubleConsumer;
import javafx.scene.control.Label;

/// The size of the writing at its place in the scene, for what cannot be measured in em by the
/// stylesheet. Add it to the children; it is not seen and takes no room.
final class Em extends Label {
  /// One em at 100%, in pixels: what holds before the stylesheet does.
  static final double NORMAL = 14;

  private double pixels = NORMAL;

  /// @param changed hears the new em, never the same one twice
  Em(DoubleConsumer changed) {
    super("m");
    setVisible(false);
    setManaged(false);
    fontProperty()
        .addListener(
            (o, was, is) -> {
              if (getScene() != null && is.getSize() != pixels) {
                pixels = is.getSize();
                changed.accept(pixels);
              }
            });
  }

  double pixels() {
    return pixels;
  }
}
