package io.peerdeck.panel.clock;

import io.peerdeck.node.EntryPage;
import io.peerdeck.node.EntryQuery;
import io.peerdeck.panel.bridge.NodeBridge;
import io.peerdeck.panel.bridge.Texts;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Orientation;
import javafx.scene.control.ScrollBar;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;

/// A [ClockCanvas] with the scroll bar it needs.
public final class ClockGraph extends BorderPane {
  private static final Texts TEXTS = Texts.of("clock");
  private static final int FIRST = 1000;

  private final ScrollBar bar = new ScrollBar();
  private final ClockCanvas canvas;

  ClockGraph(ClockRows rows, ClockNames names, Consumer<ClockRow> choose) {
    bar.setOrientation(Orientation.VERTICAL);
    bar.setId("clock-scroll");
    bar.setAccessibleText(TEXTS.get("scroll"));
    canvas = new ClockCanvas(rows, names, bar, choose);
    getStyleClass().add("clock-graph");
    setCenter(canvas);
    setRight(bar);
  }

  /// The whole clock as it is now, read as it is scrolled.
  ///
  /// @param choose hears the CID of the entry a person chose
  public static ClockGraph ofAll(NodeBridge bridge, Consumer<String> choose) {
    Refreshed refreshed = new Refreshed();
    ClockBlocks blocks = new ClockBlocks(bridge, refreshed);
    ClockNames names = new ClockNames(bridge, refreshed);
    ClockGraph graph = new ClockGraph(blocks, names, row -> choose.accept(row.cid()));
    refreshed.then = graph.canvas::refreshed;
    bridge.act(
        TEXTS.get("reading"),
        node -> node.entries(EntryQuery.newest(FIRST)),
        (EntryPage newest) -> blocks.news(newest, slid -> graph.canvas.refreshed()));
    return graph;
  }

  /// Shows this in place of the entries; where empty, the entries.
  void instead(Optional<Region> other) {
    setCenter(other.isPresent() ? other.get() : canvas);
    setRight(other.isPresent() ? null : bar);
  }

  ClockCanvas canvas() {
    return canvas;
  }

  /// Rows are told of to a canvas that is made of them.
  private static final class Refreshed implements Runnable {
    private Runnable then = () -> {};

    @Override
    public void run() {
      then.run();
    }
  }
}
