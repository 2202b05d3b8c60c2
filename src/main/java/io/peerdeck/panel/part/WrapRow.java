package io.peerdeck.panel.part;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// Parts side by side as far as the width goes, the rest on lines below: for bars that must lose
/// nothing in a narrow window or with large writing. What [HBox#setHgrow] lets grow takes the room
/// left on its line, and begins with [#GROWS_FROM] em where it would like more.
@SuppressWarnings("this-escape") // what hears of it runs once it is in a scene
public class WrapRow extends FlowPane {
  /// The least width of what grows, in em: a few words.
  static final double GROWS_FROM = 10;

  private final Em em = new Em(pixels -> requestLayout());

  private record Line(List<Node> nodes, double width, double height) {}

  public WrapRow(Node... parts) {
    getStyleClass().add("wrap-row");
    parts(List.of(parts));
  }

  /// These in place of those there were.
  public final void parts(List<? extends Node> parts) {
    getChildren().setAll(em);
    getChildren().addAll(parts);
  }

  private static boolean grows(Node node) {
    return HBox.getHgrow(node) == Priority.ALWAYS;
  }

  private double wanted(Node node, double room) {
    double wanted = Math.max(node.minWidth(-1), node.prefWidth(-1));
    if (grows(node)) {
      wanted = Math.min(wanted, Math.max(node.minWidth(-1), GROWS_FROM * em.pixels()));
    }
    return snapSizeX(Math.min(wanted, room));
  }

  private List<Line> lines(double room) {
    List<Line> lines = new ArrayList<>();
    List<Node> nodes = new ArrayList<>();
    double x = 0;
    for (Node node : getManagedChildren()) {
      double wanted = wanted(node, room);
      if (!nodes.isEmpty() && x + getHgap() + wanted > room + 0.5) {
        lines.add(line(nodes, x, room));
        nodes = new ArrayList<>();
        x = 0;
      }
      x += (nodes.isEmpty() ? 0 : getHgap()) + wanted;
      nodes.add(node);
    }
    if (!nodes.isEmpty()) {
      lines.add(line(nodes, x, room));
    }
    return lines;
  }

  private Line line(List<Node> nodes, double width, double room) {
    double height = 0;
    for (Node node : nodes) {
      height = Math.max(height, node.prefHeight(given(node, nodes, width, room)));
    }
    return new Line(nodes, width, snapSizeY(height));
  }

  /// What a node gets: its share of what is left on the line, where it grows.
  private double given(Node node, List<Node> nodes, double width, double room) {
    double wanted = wanted(node, room);
    long growing = nodes.stream().filter(WrapRow::grows).count();
    return grows(node) ? wanted + Math.floor(Math.max(0, room - width) / growing) : wanted;
  }

  private double inner(double width) {
    return Math.max(1, width - snappedLeftInset() - snappedRightInset());
  }

  @Override
  protected double computeMinWidth(double height) {
    double least = 0;
    for (Node node : getManagedChildren()) {
      least = Math.max(least, node.minWidth(-1));
    }
    return snappedLeftInset() + least + snappedRightInset();
  }

  @Override
  protected double computePrefWidth(double height) {
    double width = 0;
    for (Node node : getManagedChildren()) {
      double wanted = Math.max(node.minWidth(-1), node.prefWidth(-1));
      width += (width == 0 ? 0 : getHgap()) + snapSizeX(wanted);
    }
    return snappedLeftInset() + snapSizeX(width) + snappedRightInset();
  }

  @Override
  protected double computePrefHeight(double width) {
    List<Line> lines = lines(width < 0 ? Double.MAX_VALUE / 4 : inner(width));
    double height = getVgap() * Math.max(0, lines.size() - 1);
    for (Line line : lines) {
      height += line.height();
    }
    return snappedTopInset() + height + snappedBottomInset();
  }

  @Override
  protected double computeMinHeight(double width) {
    return computePrefHeight(width);
  }

  @Override
  protected void layoutChildren() {
    double room = inner(getWidth());
    double y = snappedTopInset();
    for (Line line : lines(room)) {
      double x = snappedLeftInset();
      for (Node node : line.nodes()) {
        double width = given(node, line.nodes(), line.width(), room);
        layoutInArea(
            node, x, y, width, line.height(), 0, null, true, false, HPos.LEFT, VPos.CENTER);
        x += width + getHgap();
      }
      y += line.height() + getVgap();
    }
  }
}
