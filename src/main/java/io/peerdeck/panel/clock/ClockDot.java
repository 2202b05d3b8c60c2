package io.peerdeck.panel.clock;

import javafx.scene.canvas.GraphicsContext;

/// An entry in its lane: a dot, or a larger square on its corner where something is unusual about
/// it, so that colour is not all that tells.
final class ClockDot {
  private ClockDot() {}

  static void draw(GraphicsContext g, double x, double y, double radius, boolean marked) {
    if (marked) {
      double reach = 1.4 * radius;
      double[] xs = {x, x + reach, x, x - reach};
      double[] ys = {y - reach, y, y + reach, y};
      g.fillPolygon(xs, ys, 4);
      g.strokePolygon(xs, ys, 4);
    } else {
      g.fillOval(x - radius, y - radius, 2 * radius, 2 * radius);
      g.strokeOval(x - radius, y - radius, 2 * radius, 2 * radius);
    }
  }
}
