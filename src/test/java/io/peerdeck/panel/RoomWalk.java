package io.peerdeck.panel;

import io.peerdeck.panel.part.MarkLabel;
import io.peerdeck.panel.part.Tip;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;
import javafx.stage.WindowEvent;

/// Whether everything in a scene has the room it needs: no text cut without a tooltip that holds
/// the whole of it, nothing outside its parent, no texts over each other.
final class RoomWalk {
  /// Less is the rounding of pixels.
  private static final double TOLERANCE = 1.5;

  private static final double OVERLAP = 2.5;

  /// As wide as a scroll bar is at the largest writing.
  private static final double BAR = 30;

  /// Over other things on purpose.
  private static final Set<String> LAYERS =
      Set.of("overlay", "drop", "toasts", "notice-bar", "drawer");

  private final List<String> found = new ArrayList<>();

  private RoomWalk() {}

  /// What is wrong, a sentence each. On the FX thread.
  static List<String> of(Scene scene) {
    RoomWalk walk = new RoomWalk();
    for (Sight.Seen seen : Sight.of(scene)) {
      switch (seen.node()) {
        case Labeled labeled -> walk.words(labeled, seen.bounds());
        case ScrollPane pane -> walk.scrolled(pane);
        case TextField field -> walk.prompt(field);
        case TabPane tabs -> walk.page(tabs);
        case TableView<?> table -> walk.columns(table);
        default -> {}
      }
      if (seen.node() instanceof Pane pane && !Sight.under(pane, "log-row")) {
        walk.children(pane);
      }
    }
    return walk.found;
  }

  /// A state is said whole; other words may be cut where the whole of them is a pointer away.
  private void words(Labeled labeled, Bounds box) {
    if (labeled.getText() == null || labeled.getText().isBlank()) {
      return;
    }
    for (Node child : labeled.getChildrenUnmodifiable()) {
      if (child instanceof Text text && text.isVisible() && child != labeled.getGraphic()) {
        boolean cut = !bare(text.getText()).equals(bare(labeled.getText()));
        if (cut && (labeled instanceof MarkLabel || !told(labeled))) {
          found.add("cut: " + Sight.name(labeled) + " shows \"" + text.getText() + "\"");
        }
        Bounds drawn = text.localToScene(text.getLayoutBounds());
        if (drawn.getMinY() < box.getMinY() - TOLERANCE
            || drawn.getMaxY() > box.getMaxY() + TOLERANCE) {
          found.add(
              "higher than its box: %s, %.0f in %.0f"
                  .formatted(Sight.name(labeled), drawn.getHeight(), box.getHeight()));
        }
      }
    }
  }

  /// What an empty field asks for is to be read whole; what is typed scrolls.
  private void prompt(TextField field) {
    if (field.getPromptText() != null && field.getText().isEmpty()) {
      for (Node node : field.lookupAll(".text")) {
        if (node instanceof Text text
            && text.getText().equals(field.getPromptText())
            && bounds(text).getMaxX() > bounds(field).getMaxX()) {
          found.add("cut: the prompt of " + Sight.name(field) + " \"" + text.getText() + "\"");
        }
      }
    }
  }

  private static String bare(String text) {
    return text.replace("_", "").replaceAll("\\s+", " ").strip();
  }

  /// Whether the whole text is in a tooltip of the node or of what it is a part of.
  private static boolean told(Labeled labeled) {
    String whole = bare(labeled.getText());
    int up = 0;
    for (Node node = labeled; node != null && up < 6; node = node.getParent(), up++) {
      if (node instanceof Control control && Tip.of(control).isPresent()) {
        return bare(Tip.of(control).get()).contains(whole);
      }
      Tooltip tooltip =
          node instanceof Control control
              ? control.getTooltip()
              : (Tooltip) node.getProperties().get("javafx.scene.control.Tooltip");
      if (tooltip != null) {
        if (tooltip.getOnShowing() != null) {
          tooltip.getOnShowing().handle(new WindowEvent(null, WindowEvent.WINDOW_SHOWING));
        }
        return tooltip.getText() != null && bare(tooltip.getText()).contains(whole);
      }
    }
    return false;
  }

  private void scrolled(ScrollPane pane) {
    if (pane.getContent() instanceof Region content
        && pane.isFitToWidth()
        && !content.getStyleClass().contains("job-graph") // is as wide as its run is long
        && content.getWidth() > pane.getViewportBounds().getWidth() + TOLERANCE) {
      found.add(
          "wider than what shows it, so that it is scrolled aside: %s, %.0f in %.0f"
              .formatted(
                  Sight.name(pane), content.getWidth(), pane.getViewportBounds().getWidth()));
    }
  }

  /// A page of tabs that is smaller than what it shows needs cuts it where nobody can scroll to.
  private void page(TabPane tabs) {
    Tab shown = tabs.getSelectionModel().getSelectedItem();
    Bounds room = bounds(tabs);
    if (shown != null
        && (bounds(shown.getContent()).getMaxY() > room.getMaxY() + TOLERANCE
            || bounds(shown.getContent()).getMaxX() > room.getMaxX() + TOLERANCE)) {
      found.add(
          "cut at its foot or side: the page \"" + shown.getText() + "\" of " + Sight.name(tabs));
    }
  }

  /// Columns are as wide as their table, but for a scroll bar: nobody scrolls aside to read a row.
  private void columns(TableView<?> table) {
    double wide = 0;
    for (TableColumn<?, ?> column : table.getVisibleLeafColumns()) {
      wide += column.getWidth();
    }
    if (wide > table.getWidth() || wide < table.getWidth() - BAR) {
      found.add(
          "columns of %.0f in %s of %.0f".formatted(wide, Sight.name(table), table.getWidth()));
    }
  }

  private void children(Pane pane) {
    List<Node> children =
        pane.getChildren().stream().filter(c -> c.isVisible() && c.isManaged()).toList();
    for (Node child : children) {
      Bounds box = child.getLayoutBounds();
      double left = child.getLayoutX() + box.getMinX();
      double top = child.getLayoutY() + box.getMinY();
      boolean layer = child.getStyleClass().stream().anyMatch(LAYERS::contains);
      if (!layer
          && !Sight.isIcon(child)
          && !isScrolled(pane)
          && (left < -TOLERANCE
              || top < -TOLERANCE
              || left + box.getWidth() > pane.getWidth() + TOLERANCE
              || top + box.getHeight() > pane.getHeight() + TOLERANCE)) {
        found.add(
            "outside its parent: %s, %.0f by %.0f at %.0f, %.0f in %.0f by %.0f"
                .formatted(
                    Sight.name(child),
                    box.getWidth(),
                    box.getHeight(),
                    left,
                    top,
                    pane.getWidth(),
                    pane.getHeight()));
      }
    }
    for (int i = 0; i < children.size(); i++) {
      for (int j = i + 1; j < children.size(); j++) {
        over(children.get(i), children.get(j));
      }
    }
  }

  /// What is scrolled is wider or higher than what shows it.
  private static boolean isScrolled(Pane pane) {
    Node parent = pane.getParent();
    boolean half = parent instanceof SplitPane; // a half of it cuts what does not fit
    return (pane.getClip() != null && !half)
        || (parent != null && parent.getStyleClass().contains("viewport"))
        || pane.getStyleClass().contains("viewport");
  }

  private void over(Node one, Node other) {
    if (one.getStyleClass().stream().anyMatch(LAYERS::contains)
        || other.getStyleClass().stream().anyMatch(LAYERS::contains)
        || !overlap(bounds(one), bounds(other))) {
      return;
    }
    for (Text a : texts(one)) {
      for (Text b : texts(other)) {
        if (overlap(bounds(a), bounds(b))) {
          found.add("over each other: " + Sight.name(a) + " and " + Sight.name(b));
          return;
        }
      }
    }
  }

  private static Bounds bounds(Node node) {
    return node.localToScene(node.getLayoutBounds());
  }

  private static boolean overlap(Bounds a, Bounds b) {
    Bounds both = Sight.both(a, b);
    return both.getWidth() > OVERLAP && both.getHeight() > OVERLAP;
  }

  private static List<Text> texts(Node node) {
    List<Text> texts = new ArrayList<>();
    collect(node, texts);
    return texts;
  }

  private static void collect(Node node, List<Text> texts) {
    if (!node.isVisible()) {
      return;
    }
    if (node instanceof Text text && !text.getText().isBlank()) {
      texts.add(text);
    } else if (node instanceof Parent parent && node.getClip() == null) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, texts));
    }
  }
}
