package io.peerdeck.panel.gallery;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.clock.ClockGraph;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.Sparkline;
import io.peerdeck.panel.part.TimeChart;
import io.peerdeck.panel.peers.PeerMap;
import io.peerdeck.panel.run.JobGraphPane;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import javafx.scene.control.ScrollPane;

/// What is drawn.
final class DrawnPages {
  private static final Texts TEXTS = Texts.of("gallery");
  private static final int POINTS = 60;

  private DrawnPages() {}

  private static String percent(double share) {
    return TEXTS.get("percent", Math.round(100 * share));
  }

  static Exhibit sparkline(Desk desk) {
    return new Exhibit()
        .state(TEXTS.get("line.changing"), line(i -> 0.5 + 0.4 * Math.sin(i / 5.0)))
        .state(TEXTS.get("line.ceiling"), line(i -> i / 200.0).ceiling(1))
        .state(TEXTS.get("line.still"), line(i -> 0.3))
        .state(TEXTS.get("line.none"), new Sparkline(TEXTS.get("line.name"), DrawnPages::percent));
  }

  private static Sparkline line(IntToDoubleFunction value) {
    Sparkline line = new Sparkline(TEXTS.get("line.name"), DrawnPages::percent);
    line.show(IntStream.range(0, POINTS).mapToDouble(value).boxed().toList());
    return line;
  }

  static Exhibit chart(Desk desk) {
    Instant now = desk.time().instant();
    TimeChart filled = new TimeChart(TEXTS.get("line.name"), DrawnPages::percent).ceiling(1);
    filled.show(
        List.of(
            series("chart.first", now, i -> OptionalDouble.of(0.5 + 0.4 * Math.sin(i / 9.0))),
            series("chart.second", now, i -> OptionalDouble.of(0.2 + i / 200.0)),
            series(
                "chart.gap",
                now,
                i -> i < 20 ? OptionalDouble.empty() : OptionalDouble.of(i % 7 / 10.0))));
    return new Exhibit()
        .state(TEXTS.get("chart.filled"), filled, "exhibit-tall")
        .state(TEXTS.get("chart.none"), new TimeChart(TEXTS.get("line.name"), DrawnPages::percent));
  }

  private interface Measure {
    OptionalDouble at(int step);
  }

  private static TimeChart.Series series(String name, Instant now, Measure measure) {
    return new TimeChart.Series(
        TEXTS.get(name),
        IntStream.range(0, POINTS)
            .mapToObj(i -> new TimeChart.Point(now.minusSeconds(5L * (POINTS - i)), measure.at(i)))
            .toList());
  }

  static Exhibit jobs(Desk desk) {
    JobGraphPane graph = new JobGraphPane(job -> {}, task -> {});
    graph.show(SampleRun.tasks());
    graph.choose(Optional.of("check"));
    ScrollPane scroll = new ScrollPane(graph);
    scroll.setFitToHeight(true);
    scroll.setFitToWidth(true);
    scroll.setAccessibleText(TEXTS.get("page.graph"));
    return new Exhibit().state(TEXTS.get("graph.all"), scroll, "exhibit-tall");
  }

  static Exhibit clock(Desk desk) {
    return new Exhibit()
        .state(TEXTS.get("clock.all"), ClockGraph.ofAll(desk.bridge(), row -> {}), "exhibit-tall");
  }

  static Exhibit map(Desk desk) {
    PeerMap map = new PeerMap(peer -> {});
    map.show(SampleFleet.views(desk.time().instant()));
    map.choose(Optional.of(SampleFleet.PEERS.get(2).id()));
    return new Exhibit().state(TEXTS.get("map.all"), map, "exhibit-tall");
  }
}
