package io.peerdeck.panel.part;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;

/// Numbers over time with axes and a legend, one line for each series. Lines differ by colour and
/// by dashes.
public final class TimeChart extends TokenCanvas {
  private static final Texts TEXTS = Texts.of("common");
  private static final Duration LEAST_SPAN = Duration.ofMinutes(2);
  private static final int STEPS = 4;
  private static final double[][] DASHES = {{}, {0.6, 0.35}, {0.18, 0.3}, {0.9, 0.3, 0.18, 0.3}};

  private final String title;
  private final DoubleFunction<String> words;
  private List<Series> series = List.of();
  private double ceiling;

  /// What was measured at a moment; empty where nothing could be.
  public record Point(Instant at, OptionalDouble value) {}

  /// The points of one thing, oldest first.
  public record Series(String name, List<Point> points) {
    public Series {
      points = List.copyOf(points);
    }

    private OptionalDouble last() {
      return points.isEmpty() ? OptionalDouble.empty() : points.getLast().value();
    }
  }

  private record Frame(double left, double top, double right, double bottom, double most) {
    double y(double value) {
      return bottom - (bottom - top) * Math.clamp(value / most, 0, 1);
    }
  }

  /// @param title what is measured, for people who hear the panel
  /// @param words how a value is said, with its unit
  public TimeChart(String title, DoubleFunction<String> words) {
    this.title = title;
    this.words = words;
    getStyleClass().add("time-chart");
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    setAccessibleText(title);
  }

  /// The value at the upper edge, where greater ones are not possible or do not matter.
  public TimeChart ceiling(double most) {
    ceiling = most;
    redraw();
    return this;
  }

  public void show(List<Series> next) {
    series = List.copyOf(next);
    StringBuilder said = new StringBuilder(title);
    for (Series one : series) {
      one.last()
          .ifPresent(
              value -> said.append(", ").append(one.name()).append(' ').append(words.apply(value)));
    }
    setAccessibleText(said.toString());
    redraw();
  }

  @Override
  public void draw(GraphicsContext g, double width, double height) {
    double em = em();
    g.setFont(font());
    g.setTextBaseline(VPos.CENTER);
    double most = most();
    double left = em;
    for (int i = 0; i <= STEPS; i++) {
      left = Math.max(left, em + widthOf(words.apply(most * i / STEPS)));
    }
    double top = legend(g, left, width);
    Frame frame = new Frame(left, top, width - em, height - em * 2, most);
    grid(g, frame);
    boolean any = false;
    for (int i = 0; i < series.size(); i++) {
      any |= line(g, series.get(i).points(), i, frame);
    }
    g.setFill(muted());
    times(g, frame);
    if (!any) {
      g.setTextAlign(TextAlignment.CENTER);
      g.fillText(TEXTS.get("chart.none"), (left + frame.right()) / 2, (top + frame.bottom()) / 2);
    }
  }

  private double most() {
    double most = ceiling;
    for (Series one : series) {
      for (Point point : one.points()) {
        most = Math.max(most, point.value().orElse(0));
      }
    }
    return most == 0 ? 1 : most;
  }

  private void grid(GraphicsContext g, Frame frame) {
    g.setLineWidth(1);
    g.setTextAlign(TextAlignment.RIGHT);
    for (int i = 0; i <= STEPS; i++) {
      double y = Math.round(frame.y(frame.most() * i / STEPS)) + 0.5;
      g.setStroke(line());
      g.strokeLine(frame.left(), y, frame.right(), y);
      g.setFill(muted());
      g.fillText(words.apply(frame.most() * i / STEPS), frame.left() - em() * 0.5, y);
    }
  }

  /// Draws the names, wrapped like words; returns where the chart may begin.
  private double legend(GraphicsContext g, double left, double width) {
    double em = em();
    double x = left;
    double y = em;
    g.setTextAlign(TextAlignment.LEFT);
    for (int i = 0; i < series.size(); i++) {
      String name = series.get(i).name();
      double room = em * 2.2 + widthOf(name);
      if (x > left && x + room > width) {
        x = left;
        y += em * 1.5;
      }
      pen(g, i);
      g.strokeLine(x, y, x + em * 1.8, y);
      g.setFill(text());
      g.fillText(name, x + em * 2.2, y);
      x += room + em * 1.5;
    }
    g.setLineDashes();
    return y + em * 1.5;
  }

  private void pen(GraphicsContext g, int lane) {
    g.setStroke(lane(lane));
    g.setLineWidth(em() / 7);
    double[] dashes = DASHES[lane % DASHES.length].clone();
    for (int i = 0; i < dashes.length; i++) {
      dashes[i] *= em();
    }
    g.setLineDashes(dashes);
  }

  /// Whether there was anything to draw.
  private boolean line(GraphicsContext g, List<Point> points, int lane, Frame frame) {
    pen(g, lane);
    g.beginPath();
    boolean begun = false;
    double span = span(points);
    double y = 0;
    for (Point point : points) {
      if (point.value().isPresent()) {
        double age = Duration.between(point.at(), points.getLast().at()).toMillis();
        double x = frame.right() - (frame.right() - frame.left()) * age / span;
        y = frame.y(point.value().getAsDouble());
        if (begun) {
          g.lineTo(x, y);
        } else {
          g.moveTo(x, y);
          begun = true;
        }
      }
    }
    g.stroke();
    g.setLineDashes();
    if (begun && points.getLast().value().isPresent()) {
      double dot = em() * 0.3;
      g.setFill(lane(lane));
      g.fillOval(frame.right() - dot, y - dot, 2 * dot, 2 * dot);
    }
    return begun;
  }

  /// How much time the chart shows, in milliseconds: at least [#LEAST_SPAN].
  private static double span(List<Point> points) {
    return points.isEmpty()
        ? LEAST_SPAN.toMillis()
        : Math.max(
            LEAST_SPAN.toMillis(),
            Duration.between(points.getFirst().at(), points.getLast().at()).toMillis());
  }

  private void times(GraphicsContext g, Frame frame) {
    for (Series one : series) {
      if (!one.points().isEmpty()) {
        Instant last = one.points().getLast().at();
        double y = frame.bottom() + em();
        g.setTextAlign(TextAlignment.LEFT);
        g.fillText(Words.timeOfDay(last.minusMillis((long) span(one.points()))), frame.left(), y);
        g.setTextAlign(TextAlignment.RIGHT);
        g.fillText(Words.timeOfDay(last), frame.right(), y);
        return;
      }
    }
  }

  private double widthOf(String words) {
    Text text = new Text(words);
    text.setFont(font());
    return text.getLayoutBounds().getWidth();
  }
}
