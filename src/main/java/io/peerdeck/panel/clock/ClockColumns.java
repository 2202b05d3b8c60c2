package io.peerdeck.panel.clock;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/// Where the words of the clock's rows stand, and how they are written.
///
/// @param kind where what happened begins; `key` and `author` likewise
/// @param order where the place in the order ends, 0 where there is no room for it; `time` likewise
record ClockColumns(
    double em,
    double kind,
    double key,
    double author,
    double authorEnd,
    double order,
    double time) {
  private static final Texts TEXTS = Texts.of("clock");

  /// What the words of a row need beside its place in the order, in em.
  private static final double WORDS = 15;

  /// From the right edge of the lanes to the right edge of the canvas.
  static ClockColumns between(double left, double width, double em) {
    double time = width - em * 0.8;
    double order = time - em * 6.2;
    double authorEnd = order - em * 5;
    if (authorEnd - left < em * WORDS) {
      authorEnd = order;
      order = 0;
    }
    double room = authorEnd - left;
    double author = authorEnd - Math.min(em * 10, room * 0.3);
    double key = author - Math.min(em * 8.5, room * 0.28);
    return new ClockColumns(em, left, key, author, authorEnd, order, time);
  }

  void head(GraphicsContext g, double y, Color colour) {
    g.setFill(colour);
    g.setTextAlign(TextAlignment.LEFT);
    g.fillText(TEXTS.get("head.kind"), kind, y);
    g.fillText(TEXTS.get("head.key"), key, y);
    g.fillText(TEXTS.get("head.author"), author, y);
    g.setTextAlign(TextAlignment.RIGHT);
    if (order > 0) {
      g.fillText(TEXTS.get("head.order"), order, y);
    }
    g.fillText(TEXTS.get("head.time"), time, y);
  }

  /// @param about the name of what it is about
  void row(GraphicsContext g, ClockRow row, String about, double y, Color first, Color others) {
    g.setTextAlign(TextAlignment.LEFT);
    g.setFill(first);
    cell(g, ClockWords.what(row), kind, y, key - kind);
    g.setFill(others);
    cell(g, about, key, y, author - key);
    cell(g, row.author().name(), author, y, authorEnd - author);
    g.setTextAlign(TextAlignment.RIGHT);
    if (order > 0) {
      g.fillText(Words.number(row.lc()), order, y);
    }
    g.fillText(Words.timeOfDay(row.time()), time, y);
  }

  void loading(GraphicsContext g, double y, Color colour) {
    g.setTextAlign(TextAlignment.LEFT);
    g.setFill(colour);
    g.fillText(TEXTS.get("row.loading"), kind, y);
  }

  private void cell(GraphicsContext g, String text, double x, double y, double width) {
    int fits = (int) (width / (em * 0.62)) - 1;
    g.fillText(text.length() <= fits || fits < 2 ? text : text.substring(0, fits - 1) + "…", x, y);
  }
}
