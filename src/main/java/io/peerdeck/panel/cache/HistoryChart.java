package io.peerdeck.panel.cache;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.TokenCanvas;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;

/// Hit rates from 0 to 100 % over time, one line per cache with its name at the end.
final class HistoryChart extends TokenCanvas {
  private static final Texts TEXTS = Texts.of("caches");
  private static final Duration LEAST_SPAN = Duration.ofMinutes(2);
  private Map<String, List<CacheHistory.Point>> series = new LinkedHashMap<>();

  HistoryChart() {
    setId("cache-chart");
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    setAccessibleText(TEXTS.get("chart"));
  }

  /// Points by the name shown.
  void show(Map<String, List<CacheHistory.Point>> next) {
    series = next;
    StringBuilder words = new StringBuilder(TEXTS.get("chart"));
    next.forEach(
        (name, points) -> {
          if (!points.isEmpty() && points.getLast().hitRate().isPresent()) {
            words.append(", ").append(name).append(' ');
            words.append(Words.percent(points.getLast().hitRate().get()));
          }
        });
    setAccessibleText(words.toString());
    redraw();
  }

  @Override
  public void draw(GraphicsContext g, double width, double height) {
    double em = em();
    double left = em * 4;
    double right = width - em;
    double top = em * 2.6;
    double bottom = height - em * 2;
    g.setFont(font());
    g.setTextBaseline(VPos.CENTER);
    g.setLineWidth(1);
    g.setTextAlign(TextAlignment.RIGHT);
    for (int i = 0; i <= 4; i++) {
      double y = Math.round(bottom - (bottom - top) * i / 4) + 0.5;
      g.setStroke(line());
      g.strokeLine(left, y, right, y);
      g.setFill(muted());
      g.fillText(Words.percent(i / 4.0), left - em * 0.5, y);
    }
    double x = left;
    int lane = 0;
    boolean any = false;
    for (Map.Entry<String, List<CacheHistory.Point>> entry : series.entrySet()) {
      List<CacheHistory.Point> points = entry.getValue();
      any |= points.stream().anyMatch(point -> point.hitRate().isPresent());
      g.setFill(lane(lane));
      g.fillRoundRect(x, em * 0.9, em, em * 0.5, em * 0.3, em * 0.3);
      g.setFill(text());
      g.setTextAlign(TextAlignment.LEFT);
      g.fillText(entry.getKey(), x + em * 1.4, em * 1.15);
      x += em * (3 + entry.getKey().length() * 0.62);
      line(g, points, lane++, left, right, top, bottom);
    }
    g.setFill(muted());
    g.setTextAlign(TextAlignment.LEFT);
    times(g, left, right, bottom + em);
    if (!any) {
      g.setTextAlign(TextAlignment.CENTER);
      g.fillText(TEXTS.get("chart.none"), (left + right) / 2, (top + bottom) / 2);
    }
  }

  private void line(
      GraphicsContext g,
      List<CacheHistory.Point> points,
      int lane,
      double left,
      double right,
      double top,
      double bottom) {
    g.setStroke(lane(lane));
    g.setLineWidth(em() / 7);
    g.beginPath();
    boolean begun = false;
    double span = span(points);
    double dot = em() * 0.3;
    for (CacheHistory.Point point : points) {
      if (point.hitRate().isPresent()) {
        double age = Duration.between(point.at(), points.getLast().at()).toMillis();
        double x = right - (right - left) * age / span;
        double y = bottom - (bottom - top) * point.hitRate().get();
        if (begun) {
          g.lineTo(x, y);
        } else {
          g.moveTo(x, y);
          begun = true;
        }
      }
    }
    g.stroke();
    if (!points.isEmpty() && points.getLast().hitRate().isPresent()) {
      double y = bottom - (bottom - top) * points.getLast().hitRate().get();
      g.setFill(lane(lane));
      g.fillOval(right - dot, y - dot, 2 * dot, 2 * dot);
    }
  }

  /// How much time the chart shows, in milliseconds: at least [#LEAST_SPAN].
  private static double span(List<CacheHistory.Point> points) {
    return points.isEmpty()
        ? LEAST_SPAN.toMillis()
        : Math.max(
            LEAST_SPAN.toMillis(),
            Duration.between(points.getFirst().at(), points.getLast().at()).toMillis());
  }

  private void times(GraphicsContext g, double left, double right, double y) {
    for (List<CacheHistory.Point> points : series.values()) {
      if (!points.isEmpty()) {
        long span = (long) span(points);
        g.fillText(Words.timeOfDay(points.getLast().at().minusMillis(span)), left, y);
        g.setTextAlign(TextAlignment.RIGHT);
        g.fillText(Words.timeOfDay(points.getLast().at()), right, y);
        return;
      }
    }
  }
}
