package io.peerdeck.panel.overview;

import io.peerdeck.node.CacheView;
import io.peerdeck.node.NodeStatus;
import io.peerdeck.node.PeerView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Icons;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.MarkLabel;
import io.peerdeck.panel.part.Navigator;
import io.peerdeck.panel.part.Screen;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// One tile per thing that can be well or not, each the way to its screen.
final class OverviewTiles extends GridPane {
  private static final Texts TEXTS = Texts.of("overview");

  /// One tile: a button with a title, a figure, and a sentence.
  private static final class Tile extends Button {
    private final Label figure = new Label();
    private final Label text = new Label();
    private final MarkLabel mark = new MarkLabel();
    private final String title;

    Tile(String id, Feather icon, String title, Runnable open) {
      this.title = title;
      setId("tile-" + id);
      getStyleClass().add("tile");
      Label name = new Label(title, Icons.of(icon));
      name.getStyleClass().add("fact-name");
      figure.getStyleClass().add("figure");
      text.setWrapText(true);
      text.getStyleClass().addAll("fact-name", "tile-text");
      VBox face = new VBox(name, figure, mark, text);
      face.getStyleClass().add("tile-face");
      face.prefWidthProperty().bind(widthProperty().subtract(30));
      setGraphic(face);
      setMaxWidth(Double.MAX_VALUE);
      setOnAction(event -> open.run());
    }

    void show(Mark state, String number, String sentence) {
      mark.show(state, state.word());
      figure.setText(number);
      text.setText(sentence);
      setAccessibleText(TEXTS.get("tile.accessible", title, state.word(), number, sentence));
    }
  }

  private final Tile fleet;
  private final Tile queue;
  private final Tile clock;
  private final Tile cache;

  OverviewTiles(Navigator navigator) {
    getStyleClass().add("tiles");
    fleet =
        new Tile(
            "fleet", Feather.USERS, TEXTS.get("tile.fleet"), () -> navigator.show(Screen.PEERS));
    queue =
        new Tile(
            "queue", Feather.LIST, TEXTS.get("tile.queue"), () -> navigator.show(Screen.QUEUE));
    clock =
        new Tile(
            "clock",
            Feather.GIT_MERGE,
            TEXTS.get("tile.clock"),
            () -> navigator.show(Screen.CLOCK));
    cache =
        new Tile(
            "cache",
            Feather.DATABASE,
            TEXTS.get("tile.cache"),
            () -> navigator.show(Screen.CACHES));
    addRow(0, fleet, queue, clock, cache);
    for (int i = 0; i < getChildren().size(); i++) {
      ColumnConstraints column = new ColumnConstraints();
      column.setPercentWidth(100.0 / getChildren().size());
      column.setFillWidth(true);
      getColumnConstraints().add(column);
    }
  }

  void show(NodeStatus status, List<PeerView> peers, List<CacheView> caches) {
    boolean frozen = peers.stream().anyMatch(peer -> peer.state().equals("frozen"));
    fleet.show(
        frozen ? Mark.FROZEN : Mark.of(status.network()),
        TEXTS.get("fleet.figure", status.membersOnline(), status.members()),
        status.networkReason());
    NodeStatus.RunCounts runs = status.runs();
    Mark busy =
        runs.inProgress() > 0 ? Mark.IN_PROGRESS : runs.live() > 0 ? Mark.PENDING : Mark.READY;
    queue.show(
        busy,
        TEXTS.get("queue.figure", runs.live()),
        TEXTS.get(
            "queue.text", runs.inProgress(), runs.pending() + runs.assigned(), runs.failed()));
    clock.show(
        Mark.READY,
        Words.number(status.clockEntries()),
        TEXTS.get("clock.text", Words.shortId(status.clockHead())));
    long hits = caches.stream().mapToLong(CacheView::hits).sum();
    long reads = hits + caches.stream().mapToLong(CacheView::misses).sum();
    cache.show(
        reads == 0 ? Mark.UNKNOWN : Mark.READY,
        reads == 0 ? "–" : Words.percent((double) hits / reads),
        reads == 0 ? TEXTS.get("cache.none") : TEXTS.get("cache.text", hits, reads));
  }

  @Override
  public void requestFocus() {
    fleet.requestFocus();
  }

  /// A line of a list: something at its left, a text that takes the room, more at its right.
  static HBox line(Node left, Label text, Node... right) {
    text.setMaxWidth(Double.MAX_VALUE);
    text.setMinWidth(0);
    HBox.setHgrow(text, Priority.ALWAYS);
    HBox line = new HBox(left, text);
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
