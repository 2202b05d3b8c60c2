package io.peerdeck.panel.part;

import java.util.List;
import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.layout.FlowPane;

/// Equal columns, as many as fit without one being narrower than the widest minimum of its
/// children; the rest goes on rows below, evenly. Rows are as high as their highest child.
@SuppressWarnings("this-escape") // the list of style classes is there from the beginning
public class AutoGrid extends FlowPane {
  public AutoGrid() {
    getStyleClass().add("auto-grid");
  }

  private int columns(double room) {
    List<Node> children = getManagedChildren();
    double least = 1;
    for (Node child : children) {
      least = Math.max(least, child.minWidth(-1));
    }
    int fit = (int) ((room + getHgap()) / (least + getHgap()));
    int most = Math.clamp(fit, 1, Math.max(1, children.size()));
    int rows = Math.ceilDiv(Math.max(1, children.size()), most);
    return Math.ceilDiv(Math.max(1, children.size()), rows);
  }

  private double inner(double width) {
    return Math.max(1, width - snappedLeftInset() - snappedRightInset());
  }

  private double columnWidth(double room, int columns) {
    return Math.floor((room - getHgap() * (columns - 1)) / columns);
  }

  private double rowHeight(int row, int columns, double width) {
    double height = 0;
    for (Node child : row(row, columns)) {
      height = Math.max(height, child.prefHeight(width));
    }
    return snapSizeY(height);
  }

  private List<Node> row(int row, int columns) {
    List<Node> children = getManagedChildren();
    return children.subList(row * columns, Math.min(children.size(), (row + 1) * columns));
  }

  private int rows(int columns) {
    return Math.ceilDiv(getManagedChildren().size(), columns);
  }

  @Override
  protected double computeMinWidth(double height) {
    double least = 0;
    for (Node child : getManagedChildren()) {
      least = Math.max(least, child.minWidth(-1));
    }
    return snappedLeftInset() + least + snappedRightInset();
  }

  @Override
  protected double computePrefWidth(double height) {
    double width = getHgap() * Math.max(0, getManagedChildren().size() - 1);
    for (Node child : getManagedChildren()) {
      width += child.minWidth(-1);
    }
    return snappedLeftInset() + width + snappedRightInset();
  }

  @Override
  protected double computePrefHeight(double width) {
    double room = inner(width < 0 ? computePrefWidth(-1) : width);
    int columns = columns(room);
    int rows = rows(columns);
    double height = getVgap() * Math.max(0, rows - 1);
    for (int row = 0; row < rows; row++) {
      height += rowHeight(row, columns, columnWidth(room, columns));
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
    int columns = columns(room);
    double width = columnWidth(room, columns);
    double y = snappedTopInset();
    for (int row = 0; row < rows(columns); row++) {
      double height = rowHeight(row, columns, width);
      double x = snappedLeftInset();
      for (Node child : row(row, columns)) {
        layoutInArea(child, x, y, width, height, 0, HPos.LEFT, VPos.TOP);
        x += width + getHgap();
      }
      y += height + getVgap();
    }
  }
}
