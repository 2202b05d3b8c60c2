package io.peerdeck.panel.part;

import java.util.List;
import java.util.function.DoubleFunction;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;

/// How one number went lately, as small as a word: a line without axes whose last value is a dot.
/// What it shows is said in its accessible text, so it never carries a meaning alone. Put the
/// number itself beside it.
public final class Sparkline extends TokenCanvas {
  private final String name;
  private final DoubleFunction<String> words;
  private List<Double> values = List.of();
  private double ceiling;

  /// @param name what is measured, for people who hear the panel
  /// @param words how a value is said, with its unit
  public Sparkline(String name, DoubleFunction<String> words) {
    this.name = name;
    this.words = words;
    getStyleClass().add("sparkline");
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    setAccessibleText(name);
  }

  /// The value at the upper edge; without it the greatest value shown is.
  public Sparkline ceiling(double most) {
    ceiling = most;
    redraw();
    return this;
  }

  /// Shows these values, oldest first and evenly spaced. Nothing is drawn below two.
  public void show(List<Double> next) {
    if (next.equals(values)) {
      return;
    }
    values = List.copyOf(next);
    setAccessibleText(values.isEmpty() ? name : name + " " + words.apply(values.getLast()));
    redraw();
  }

  @Override
  public void draw(GraphicsContext g, double width, double height) {
    if (values.size() < 2) {
      return;
    }
    double dot = em() * 0.18;
    double top = dot + 1;
    double bottom = height - dot - 1;
    double step = (width - 2 * dot - 1) / (values.size() - 1);
    double most = ceiling;
    for (double value : values) {
      most = Math.max(most, value);
    }
    g.setStroke(accent());
    g.setLineWidth(em() / 10);
    g.beginPath();
    double x = 0;
    double y = bottom;
    for (double value : values) {
      y = most == 0 ? bottom : bottom - (bottom - top) * Math.max(0, value) / most;
      if (x == 0) {
        g.moveTo(0, y);
      } else {
        g.lineTo(x, y);
      }
      x += step;
    }
    g.stroke();
    g.setFill(accent());
    g.fillOval(x - step - dot, y - dot, 2 * dot, 2 * dot);
  }
}
