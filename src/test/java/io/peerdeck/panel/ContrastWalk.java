package io.peerdeck.panel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.css.PseudoClass;
import javafx.geometry.Bounds;
import javafx.geometry.Insets;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Cell;
import javafx.scene.control.ChoiceBox;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.paint.LinearGradient;
import javafx.scene.paint.Paint;
import javafx.scene.text.Text;

/// Whether every text in sight stands out from what is really behind it, as WCAG 2.2 counts: 4.5:1
/// for writing (1.4.3), 3:1 for icons (1.4.11). Controls that are off count like all others.
final class ContrastWalk {
  static final double TEXT = 4.5;
  static final double ICON = 3;

  private final Map<String, String> found = new LinkedHashMap<>();

  private ContrastWalk() {}

  /// What is too faint, each kind of it once. On the FX thread.
  static List<String> of(Scene scene) {
    ContrastWalk walk = new ContrastWalk();
    Color page = scene.getFill() instanceof Color color ? color : Color.WHITE;
    for (Sight.Seen seen : Sight.of(scene)) {
      if (seen.node() instanceof Text text && !text.getText().isBlank()) {
        walk.look(text, seen.seen(), page);
      }
    }
    return List.copyOf(walk.found.values());
  }

  /// The same while every control in sight is pointed at and focused, and while it is pressed.
  static List<String> ofTouched(Scene scene) {
    List<String> found = new ArrayList<>();
    List<Node> controls =
        Sight.of(scene).stream()
            .map(Sight.Seen::node)
            .filter(node -> !node.isDisabled())
            .filter(n -> n instanceof ButtonBase || n instanceof Cell<?> || n instanceof ChoiceBox)
            .toList();
    for (List<String> states :
        List.of(List.of("hover", "focused", "focus-visible"), List.of("hover", "armed"))) {
      touch(controls, states, true);
      scene.getRoot().applyCss();
      of(scene).forEach(one -> found.add(String.join("+", states) + ": " + one));
      touch(controls, states, false);
    }
    scene.getRoot().applyCss();
    return found;
  }

  private static void touch(List<Node> controls, List<String> states, boolean on) {
    for (Node control : controls) {
      for (String state : states) {
        control.pseudoClassStateChanged(PseudoClass.getPseudoClass(state), on);
      }
    }
  }

  /// What is really behind the middle of a node.
  static Color ground(Node node, Color page) {
    Bounds bounds = node.localToScene(node.getLayoutBounds());
    Point2D middle = new Point2D(bounds.getCenterX(), bounds.getCenterY());
    Color ground = Color.TRANSPARENT;
    Node below = node;
    for (Parent parent = node.getParent(); parent != null; parent = parent.getParent()) {
      for (Paint paint : behind(parent, below, middle)) {
        ground = over(ground, colour(paint));
      }
      ground = faded(ground, parent.getOpacity());
      below = parent;
    }
    return over(ground, page);
  }

  private void look(Text text, Bounds seen, Color page) {
    if (!(text.getFill() instanceof Color fill)) {
      return;
    }
    Point2D middle = new Point2D(seen.getCenterX(), seen.getCenterY());
    Color ink = faded(fill, text.getOpacity());
    Color ground = Color.TRANSPARENT;
    Node below = text;
    for (Parent parent = text.getParent(); parent != null; parent = parent.getParent()) {
      for (Paint paint : behind(parent, below, middle)) {
        Color color = colour(paint);
        ink = over(ink, color);
        ground = over(ground, color);
      }
      ink = faded(ink, parent.getOpacity());
      ground = faded(ground, parent.getOpacity());
      below = parent;
    }
    double contrast = contrast(over(ink, page), over(ground, page));
    double least = Sight.isIcon(text) ? ICON : TEXT;
    if (contrast < least - 0.005) {
      String kind = over(ink, page) + " on " + over(ground, page) + Sight.isIcon(text);
      found.putIfAbsent(
          kind,
          "%.2f:1 %s %s on %s"
              .formatted(
                  contrast, Sight.name(text), hex(over(ink, page)), hex(over(ground, page))));
    }
  }

  /// What is painted below a child at a place, the uppermost first: siblings before it, then the
  /// parent's own ground.
  private static List<Paint> behind(Parent parent, Node child, Point2D place) {
    List<Paint> paints = new ArrayList<>();
    List<Node> siblings = parent.getChildrenUnmodifiable();
    for (int i = siblings.indexOf(child) - 1; i >= 0; i--) {
      if (siblings.get(i) instanceof Region region && region.isVisible()) {
        grounds(region, place, paints);
      }
    }
    if (parent instanceof Region region) {
      grounds(region, place, paints);
    }
    return paints;
  }

  private static void grounds(Region region, Point2D place, List<Paint> paints) {
    if (region.getBackground() == null) {
      return;
    }
    Point2D local = region.sceneToLocal(place);
    List<BackgroundFill> fills = region.getBackground().getFills();
    for (int i = fills.size() - 1; i >= 0; i--) {
      Insets insets = fills.get(i).getInsets();
      if (local.getX() >= insets.getLeft()
          && local.getY() >= insets.getTop()
          && local.getX() <= region.getWidth() - insets.getRight()
          && local.getY() <= region.getHeight() - insets.getBottom()) {
        paints.add(fills.get(i).getFill());
      }
    }
  }

  private static Color colour(Paint paint) {
    return switch (paint) {
      case Color color -> color;
      case LinearGradient gradient -> gradient.getStops().getFirst().getColor();
      default -> Color.TRANSPARENT;
    };
  }

  private static Color faded(Color color, double opacity) {
    return Color.color(
        color.getRed(), color.getGreen(), color.getBlue(), color.getOpacity() * opacity);
  }

  static Color over(Color top, Color bottom) {
    double rest = bottom.getOpacity() * (1 - top.getOpacity());
    double alpha = top.getOpacity() + rest;
    if (alpha == 0) {
      return Color.TRANSPARENT;
    }
    return Color.color(
        (top.getRed() * top.getOpacity() + bottom.getRed() * rest) / alpha,
        (top.getGreen() * top.getOpacity() + bottom.getGreen() * rest) / alpha,
        (top.getBlue() * top.getOpacity() + bottom.getBlue() * rest) / alpha,
        Math.min(1, alpha));
  }

  static double contrast(Color one, Color other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(Color color) {
    return 0.2126 * linear(color.getRed())
        + 0.7152 * linear(color.getGreen())
        + 0.0722 * linear(color.getBlue());
  }

  private static double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
  }

  private static String hex(Color color) {
    return "#%02x%02x%02x"
        .formatted(
            Math.round(color.getRed() * 255),
            Math.round(color.getGreen() * 255),
            Math.round(color.getBlue() * 255));
  }
}
