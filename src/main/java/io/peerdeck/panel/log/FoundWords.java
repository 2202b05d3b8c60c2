package io.peerdeck.panel.log;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Point2D;
import javafx.scene.shape.Path;
import javafx.scene.shape.PathElement;
import javafx.scene.text.TextFlow;

/// The boxes behind the words of a line that a search found. They stand where the text stands, so
/// they are drawn once it is laid out.
final class FoundWords extends Path {
  /// More finds in one line than anyone tells apart.
  private static final int MOST = 200;

  private final TextFlow text;
  private String words = "";
  private String wanted = "";
  private List<Integer> begins = List.of();

  FoundWords(TextFlow text) {
    this.text = text;
    getStyleClass().add("log-find");
    setManaged(false);
    setVisible(false);
    setMouseTransparent(true);
  }

  /// Looks for a text in the words shown; returns whether other places are to be drawn.
  boolean look(String shown, String next) {
    if (shown.equals(words) && next.equals(wanted)) {
      return false;
    }
    words = shown;
    wanted = next;
    List<Integer> before = begins;
    begins = places(shown, next);
    return !before.isEmpty() || !begins.isEmpty();
  }

  /// Where a text begins in a line, small and capital letters alike.
  static List<Integer> places(String line, String wanted) {
    List<Integer> places = new ArrayList<>();
    int length = wanted.length();
    for (int i = 0; length > 0 && i + length <= line.length() && places.size() < MOST; i++) {
      if (line.regionMatches(true, i, wanted, 0, length)) {
        places.add(i);
        i += length - 1;
      }
    }
    return places;
  }

  int count() {
    return begins.size();
  }

  /// Draws the boxes where the text is now.
  void draw() {
    setVisible(!begins.isEmpty());
    if (begins.isEmpty()) {
      getElements().clear();
      return;
    }
    text.layout();
    List<PathElement> boxes = new ArrayList<>();
    for (int begin : begins) {
      boxes.addAll(List.of(text.getRangeShape(begin, begin + wanted.length(), false)));
    }
    getElements().setAll(boxes);
    Point2D origin = text.localToParent(0, 0);
    setLayoutX(origin.getX());
    setLayoutY(origin.getY());
  }
}
