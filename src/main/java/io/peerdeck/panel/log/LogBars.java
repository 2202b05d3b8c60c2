package io.peerdeck.panel.log;

import java.util.function.LongConsumer;
import javafx.geometry.Orientation;
import javafx.scene.control.ScrollBar;

/// The scroll bars of a [LogArea]: down in rows, aside in pixels.
final class LogBars {
  private final ScrollBar down = new ScrollBar();
  private final ScrollBar aside = new ScrollBar();
  private boolean placing;

  /// @param moved hears of the row a person scrolled to
  /// @param shifted runs when the text is to be shifted
  LogBars(LongConsumer moved, Runnable shifted) {
    down.setOrientation(Orientation.VERTICAL);
    aside.setOrientation(Orientation.HORIZONTAL);
    down.setManaged(false);
    aside.setManaged(false);
    down.setVisible(false);
    aside.setVisible(false);
    down.valueProperty()
        .addListener(
            o -> {
              if (!placing) {
                moved.accept(Math.round(down.getValue()));
              }
            });
    aside.valueProperty().addListener(o -> shifted.run());
  }

  ScrollBar down() {
    return down;
  }

  ScrollBar aside() {
    return aside;
  }

  double width() {
    return down.prefWidth(-1);
  }

  double height() {
    return aside.prefHeight(-1);
  }

  double shift() {
    return aside.getValue();
  }

  void shiftBy(double pixels) {
    aside.setValue(Math.clamp(aside.getValue() + pixels, 0, aside.getMax()));
  }

  void noShift() {
    aside.setValue(0);
  }

  /// Puts the bar at the right of an area of this width and height.
  void placeDown(double width, double height, long top, long lastTop, long rows, int inSight) {
    placing = true;
    down.resizeRelocate(width, 0, width(), height);
    down.setMax(Math.max(1, lastTop));
    down.setVisibleAmount(down.getMax() * Math.min(1, inSight / Math.max(1.0, rows)));
    down.setBlockIncrement(inSight);
    down.setValue(Math.min(top, lastTop));
    down.setVisible(lastTop > 0);
    placing = false;
  }

  /// Puts the bar below an area of this width and height, whose text is `widest` wide.
  void placeAside(double width, double height, double widest, boolean wanted) {
    aside.setVisible(wanted && widest > width);
    aside.resizeRelocate(0, height, width, height());
    aside.setMax(Math.max(1, widest - width));
    aside.setVisibleAmount(aside.getMax() * Math.min(1, width / Math.max(1, widest)));
  }
}
