package io.peerdeck.panel.overview;

import io.peerdeck.node.CacheReading;
import io.peerdeck.node.CacheView;
import io.peerdeck.node.NodeStatus;
import io.peerdeck.node.PeerView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Sparkline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// Four numbers over the last quarter of an hour. They are noted as long as the window is open,
/// shown or not, because noting them costs nothing that is not read anyway.
final class TrendsPane extends GridPane {
  private static final Texts TEXTS = Texts.of("overview");
  private final Trend depth = new Trend(Trend.Kind.LEVEL);
  private final Trend finished = new Trend(Trend.Kind.SUM);
  private final Trend traffic = new Trend(Trend.Kind.SUM);
  private final Face depthFace = new Face("depth", n -> Words.number(Math.round(n)));
  private final Face finishedFace = new Face("finished", n -> Words.number(Math.round(n)));
  private final Face trafficFace = new Face("traffic", TrendsPane::rate);
  private final Face hitsFace = new Face("hits", Words::percent);

  /// A number's name, the number, and how it went.
  private static final class Face extends VBox {
    private final Label figure = new Label();
    private final Sparkline line;

    Face(String key, DoubleFunction<String> words) {
      getStyleClass().add("trend");
      Label name = new Label(TEXTS.get("trend." + key));
      name.getStyleClass().add("fact-name");
      name.setWrapText(true);
      figure.setId("trend-" + key);
      figure.getStyleClass().add("trend-figure");
      line = new Sparkline(TEXTS.get("trend." + key), words);
      HBox.setHgrow(line, Priority.ALWAYS);
      HBox row = new HBox(figure, line);
      row.getStyleClass().add("trend-row");
      figure.setMinWidth(USE_PREF_SIZE);
      getChildren().setAll(name, row);
    }

    void show(String number, List<Double> values) {
      figure.setText(number);
      line.show(values);
    }
  }

  TrendsPane() {
    setId("trends");
    getStyleClass().addAll("trends", "card-list");
    hitsFace.line.ceiling(1);
    addRow(0, finishedFace, depthFace, trafficFace, hitsFace);
    for (int i = 0; i < 4; i++) {
      ColumnConstraints column = new ColumnConstraints();
      column.setPercentWidth(25);
      getColumnConstraints().add(column);
    }
  }

  void add(NodeStatus status, Instant now) {
    NodeStatus.RunCounts runs = status.runs();
    depth.add(now, runs.live());
    finished.add(now, runs.total() - runs.live());
    depthFace.show(Words.number(runs.live()), depth.values());
    finishedFace.show(Words.number(Math.round(finished.sum())), finished.values());
  }

  void add(List<PeerView> peers, Instant now) {
    traffic.add(now, peers.stream().mapToDouble(p -> (double) p.bytesIn() + p.bytesOut()).sum());
    // Of the steps that are over: a number that grows with every heartbeat would be drawn as often.
    List<Double> steps = traffic.whole();
    trafficFace.show(rate(steps.isEmpty() ? 0 : steps.getLast()), steps);
  }

  /// The share of reads that were hits between one reading and the next.
  void show(List<CacheReading> history) {
    List<Double> rates = new ArrayList<>();
    for (int i = 1; i < history.size(); i++) {
      long hits = hits(history.get(i)) - hits(history.get(i - 1));
      long reads = reads(history.get(i)) - reads(history.get(i - 1));
      rates.add(
          reads > 0
              ? (double) hits / reads
              : rates.isEmpty() ? rate(history.get(i)) : rates.getLast());
    }
    boolean none = history.isEmpty() || reads(history.getLast()) == 0;
    hitsFace.show(
        none ? TEXTS.get("cache.nothing") : Words.percent(rate(history.getLast())),
        none ? List.of() : rates);
  }

  private static double rate(CacheReading reading) {
    return reads(reading) == 0 ? 0 : (double) hits(reading) / reads(reading);
  }

  private static long hits(CacheReading reading) {
    return reading.caches().stream().mapToLong(CacheView::hits).sum();
  }

  private static long reads(CacheReading reading) {
    return hits(reading) + reading.caches().stream().mapToLong(CacheView::misses).sum();
  }

  private static String rate(double bytesPerStep) {
    return TEXTS.get("trend.rate", Words.bytes(Math.round(bytesPerStep / Trend.STEP.toSeconds())));
  }
}
