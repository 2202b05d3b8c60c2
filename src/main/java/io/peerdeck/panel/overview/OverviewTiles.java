package io.peerdeck.panel.overview;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.AutoGrid;
import io.peerdeck.panel.part.Icons;
import io.peerdeck.panel.part.MarkLabel;
import io.peerdeck.panel.part.Navigator;
import io.peerdeck.panel.part.Screen;
import io.peerdeck.panel.part.Tip;
import io.peerdeck.panel.part.WrapRow;
import javafx.beans.binding.Bindings;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// One tile per thing that can be well or not, each the way to its screen.
final class OverviewTiles extends AutoGrid {
  private static final Texts TEXTS = Texts.of("overview");

  /// One tile: a button with a title, a figure, and a sentence.
  private static final class Tile extends Button {
    private final Label figure = new Label();
    private final Label unit = new Label();
    private final Label text = new Label();
    private final MarkLabel mark = new MarkLabel();
    private final VBox face = new VBox();
    private final String title;

    Tile(String id, Feather icon, String title, Runnable open) {
      this.title = title;
      setId("tile-" + id);
      getStyleClass().add("tile");
      Label name = new Label(title, Icons.of(icon));
      name.getStyleClass().add("fact-name");
      figure.getStyleClass().add("figure");
      unit.getStyleClass().add("fact-name");
      FlowPane number = new FlowPane(figure, unit);
      number.getStyleClass().add("tile-number");
      text.setWrapText(true);
      text.getStyleClass().addAll("fact-name", "tile-text");
      face.getChildren().setAll(name, number, mark, text);
      face.getStyleClass().add("tile-face");
      face.prefWidthProperty()
          .bind(
              Bindings.createDoubleBinding(
                  () -> Math.max(0, getWidth() - snappedLeftInset() - snappedRightInset()),
                  widthProperty(),
                  insetsProperty()));
      setGraphic(face);
      setMaxSize(Double.MAX_VALUE, Double.MAX_VALUE);
      setOnAction(event -> open.run());
    }

    /// As high as the whole reason is at this width.
    @Override
    public Orientation getContentBias() {
      return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefHeight(double width) {
      double room = width - snappedLeftInset() - snappedRightInset();
      return snappedTopInset() + face.prefHeight(width < 0 ? -1 : room) + snappedBottomInset();
    }

    @Override
    protected double computeMinHeight(double width) {
      return computePrefHeight(width);
    }

    void show(Health health) {
      String word = health.mark().word();
      mark.show(health.mark(), word);
      figure.setText(health.figure());
      unit.setText(health.unit());
      text.setText(health.reason());
      Tip.on(this, health.reason());
      setAccessibleText(
          TEXTS.get(
              "tile.accessible", title, word, health.figure(), health.unit(), health.reason()));
    }
  }

  private final Tile node;
  private final Tile fleet;
  private final Tile queue;
  private final Tile cache;
  private final Tile disk;

  /// @param self tells more of this node
  /// @param more tells more of the disk
  OverviewTiles(Navigator navigator, Runnable self, Runnable more) {
    getStyleClass().add("tiles");
    node = new Tile("node", Feather.HOME, TEXTS.get("tile.node"), self);
    fleet = tile("fleet", Feather.USERS, navigator, Screen.PEERS);
    queue = tile("queue", Feather.LIST, navigator, Screen.QUEUE);
    cache = tile("cache", Feather.DATABASE, navigator, Screen.CACHES);
    disk = new Tile("disk", Feather.HARD_DRIVE, TEXTS.get("tile.disk"), more);
    getChildren().setAll(node, fleet, queue, cache, disk);
  }

  private static Tile tile(String id, Feather icon, Navigator navigator, Screen screen) {
    return new Tile(id, icon, TEXTS.get("tile." + id), () -> navigator.show(screen));
  }

  void node(Health health) {
    node.show(health);
  }

  void fleet(Health health) {
    fleet.show(health);
  }

  void queue(Health health) {
    queue.show(health);
  }

  void cache(Health health) {
    cache.show(health);
  }

  void disk(Health health) {
    disk.show(health);
  }

  @Override
  public void requestFocus() {
    node.requestFocus();
  }

  /// A line of a list: something at its left, a text that takes the room, more at its right.
  static WrapRow line(Node left, Label text, Node... right) {
    text.setMaxWidth(Double.MAX_VALUE);
    text.setMinWidth(0);
    text.setWrapText(true);
    text.getStyleClass().add("line-text");
    HBox.setHgrow(text, Priority.ALWAYS);
    WrapRow line = new WrapRow(left, text);
    for (Node node : right) {
      if (node instanceof Region region) {
        region.setMinWidth(Region.USE_PREF_SIZE);
      }
      line.getChildren().add(node);
    }
    line.getStyleClass().add("list-line");
    return line;
  }
}
