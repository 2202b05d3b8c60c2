package io.peerdeck.panel.part;

import java.util.ArrayList;
import java.util.List;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;

/// A canvas that takes its colours and its em from the stylesheet and is drawn at most once per
/// pulse.
@SuppressWarnings("this-escape") // the listeners run only once the canvas is in a scene
public abstract class TokenCanvas extends Region {
  private static final StyleablePropertyFactory<TokenCanvas> FACTORY =
      new StyleablePropertyFactory<>(Region.getClassCssMetaData());
  static final int LANES = 8;

  private final Canvas canvas = new Canvas();
  private final Label em = new Label("m");
  private final StyleableProperty<Color> text = color("text", "-pd-text");
  private final StyleableProperty<Color> muted = color("muted", "-pd-muted");
  private final StyleableProperty<Color> line = color("line", "-pd-line");
  private final StyleableProperty<Color> ground = color("ground", "-pd-ground");
  private final StyleableProperty<Color> chosen = color("chosen", "-pd-chosen");
  private final StyleableProperty<Color> accent = color("accent", "-pd-accent");
  private final StyleableProperty<Color> warn = color("warn", "-pd-warn");
  private final List<StyleableProperty<Color>> lanes = new ArrayList<>();
  private boolean dirty = true;

  public TokenCanvas() {
    getStyleClass().add("token-canvas");
    for (int i = 1; i <= LANES; i++) {
      lanes.add(color("lane" + i, "-pd-lane-" + i));
    }
    em.setVisible(false);
    em.setManaged(false);
    em.fontProperty().addListener(o -> redraw());
    canvas.setManaged(false);
    getChildren().addAll(canvas, em);
  }

  /// Draws everything anew onto a cleared canvas.
  public abstract void draw(GraphicsContext graphics, double width, double height);

  /// Draws anew in the next pulse. What is around is not laid out for it: the size stays.
  public final void redraw() {
    dirty = true;
    setNeedsLayout(true);
  }

  @Override
  protected void layoutChildren() {
    double width = Math.floor(getWidth());
    double height = Math.floor(getHeight());
    if (canvas.getWidth() != width || canvas.getHeight() != height) {
      canvas.setWidth(width);
      canvas.setHeight(height);
      dirty = true;
    }
    if (dirty && width > 0 && height > 0) {
      dirty = false;
      GraphicsContext graphics = canvas.getGraphicsContext2D();
      graphics.clearRect(0, 0, width, height);
      draw(graphics, width, height);
    }
  }

  public final double em() {
    return em.getFont().getSize();
  }

  public final Font font() {
    return em.getFont();
  }

  public final Color text() {
    return text.getValue();
  }

  public final Color muted() {
    return muted.getValue();
  }

  public final Color line() {
    return line.getValue();
  }

  public final Color ground() {
    return ground.getValue();
  }

  public final Color chosen() {
    return chosen.getValue();
  }

  public final Color accent() {
    return accent.getValue();
  }

  public final Color warn() {
    return warn.getValue();
  }

  public final Color lane(int lane) {
    return lanes.get(Math.floorMod(lane, LANES)).getValue();
  }

  private StyleableProperty<Color> color(String name, String css) {
    var property =
        FACTORY.createStyleableColorProperty(this, name, css, c -> c.byName(name), Color.GRAY);
    if (property instanceof javafx.beans.Observable observable) {
      observable.addListener(o -> redraw());
    }
    return property;
  }

  private StyleableProperty<Color> byName(String name) {
    return switch (name) {
      case "text" -> text;
      case "muted" -> muted;
      case "line" -> line;
      case "ground" -> ground;
      case "chosen" -> chosen;
      case "accent" -> accent;
      case "warn" -> warn;
      default -> lanes.get(Integer.parseInt(name.substring("lane".length())) - 1);
    };
  }

  @Override
  public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
    return FACTORY.getCssMetaData();
  }
}
