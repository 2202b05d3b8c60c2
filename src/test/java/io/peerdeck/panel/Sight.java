package io.peerdeck.panel;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.text.Text;

/// What of a scene is in sight: visible, and not cut away by scrolling. On the FX thread.
final class Sight {
  private static final Bounds NOTHING = new BoundingBox(0, 0, -1, -1);

  /// A node in sight.
  ///
  /// @param bounds of the whole node in the scene
  /// @param seen the part of them that is in sight
  record Seen(Node node, Bounds bounds, Bounds seen) {}

  private Sight() {}

  /// Everything in sight; while a card covers the window, only what is on the card.
  static List<Seen> of(Scene scene) {
    Node overlay = scene.getRoot().lookup("#overlay");
    Node from = overlay != null && overlay.isVisible() ? overlay : scene.getRoot();
    List<Seen> found = new ArrayList<>();
    walk(from, new BoundingBox(0, 0, scene.getWidth(), scene.getHeight()), found);
    return found;
  }

  private static void walk(Node node, Bounds cut, List<Seen> found) {
    if (!node.isVisible() || node.getOpacity() == 0) {
      return;
    }
    Bounds window = cut;
    if (node.getClip() != null) {
      window = both(cut, node.localToScene(node.getClip().getBoundsInParent()));
    }
    Bounds bounds = node.localToScene(node.getLayoutBounds());
    Bounds seen = both(window, bounds);
    if (seen.getWidth() > 0 && seen.getHeight() > 0) {
      found.add(new Seen(node, bounds, seen));
    }
    if (node instanceof Parent parent) {
      for (Node child : parent.getChildrenUnmodifiable()) {
        walk(child, window, found);
      }
    }
  }

  static Bounds both(Bounds a, Bounds b) {
    double left = Math.max(a.getMinX(), b.getMinX());
    double top = Math.max(a.getMinY(), b.getMinY());
    double right = Math.min(a.getMaxX(), b.getMaxX());
    double bottom = Math.min(a.getMaxY(), b.getMaxY());
    return right <= left || bottom <= top
        ? NOTHING
        : new BoundingBox(left, top, right - left, bottom - top);
  }

  static boolean under(Node node, String styleClass) {
    for (Node n = node; n != null; n = n.getParent()) {
      if (n.getStyleClass().contains(styleClass)) {
        return true;
      }
    }
    return false;
  }

  static boolean isIcon(Node node) {
    return node.getStyleClass().contains("icon");
  }

  /// A node for people who read what a walk found.
  static String name(Node node) {
    StringBuilder name = new StringBuilder();
    int named = 0;
    for (Node n = node; n != null && named < 4; n = n.getParent()) {
      String one =
          n.getId() != null
              ? "#" + n.getId()
              : n.getStyleClass().isEmpty()
                  ? n.getClass().getSimpleName()
                  : "." + String.join(".", n.getStyleClass());
      name.insert(0, (named == 3 ? "" : " ") + one);
      named++;
    }
    String text =
        node instanceof Labeled labeled
            ? labeled.getText()
            : node instanceof Text plain ? plain.getText() : null;
    return name + (text == null ? "" : " \"" + text.lines().findFirst().orElse("") + "\"");
  }
}
