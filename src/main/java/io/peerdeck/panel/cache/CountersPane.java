package io.peerdeck.panel.cache;

import io.peerdeck.node.GitHubView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Column;
import io.peerdeck.panel.part.DataTable;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.EmptyState;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// What came of reads of GitHub since this machine started: of all, by kind of question, and by
/// token, each under the name that tells nothing of it.
final class CountersPane extends VBox {
  private static final Texts TEXTS = Texts.of("caches");
  private static final double NARROW = 5.5;

  // Room for a column's title in em.
  private static final double AROUND = 1.4;
  private static final double LETTER = 0.72;

  private final DataTable<Line> table;

  /// @param of what is counted apart: everything, a kind of question, or a token
  private record Line(int place, String of, GitHubView.Counters counters) {
    String key() {
      return place + " " + counters.name();
    }
  }

  CountersPane(Desk desk) {
    table =
        new DataTable<>(
            desk,
            "counters",
            TEXTS.get("page.counters"),
            Line::key,
            columns(),
            List.of(),
            Comparator.comparingInt(Line::place)
                .thenComparing(line -> line.counters().reads(), Comparator.reverseOrder())
                .thenComparing(line -> line.counters().name()),
            List.of(),
            new EmptyState(
                Feather.DATABASE, TEXTS.get("counters.none"), TEXTS.get("counters.noneText")));
    getStyleClass().add("kept");
    VBox.setVgrow(table, Priority.ALWAYS);
    getChildren().setAll(table);
  }

  void show(GitHubView gitHub) {
    table.rows(
        gitHub.off().isPresent() || gitHub.total().reads() + gitHub.total().errors() == 0
            ? List.of()
            : Stream.of(
                    Stream.of(new Line(0, TEXTS.get("counters.all"), gitHub.total())),
                    lines(1, TEXTS.get("counters.operation"), gitHub.operations()),
                    lines(2, TEXTS.get("counters.token"), gitHub.tokens()))
                .flatMap(all -> all)
                .toList());
  }

  private static Stream<Line> lines(int place, String of, List<GitHubView.Counters> counters) {
    return counters.stream().map(one -> new Line(place, of, one));
  }

  private static List<Column<Line>> columns() {
    return List.of(
        Column.<Line>text("of", TEXTS.get("column.of"), 8, Line::of),
        Column.<Line>text(
                "counted",
                TEXTS.get("column.counted"),
                13,
                line -> line.place() == 0 ? "" : line.counters().name())
            .withTooltip(line -> line.counters().name()),
        number("reads", TEXTS.get("column.reads"), GitHubView.Counters::reads),
        number("local", TEXTS.get("column.local"), GitHubView.Counters::localHits).leaving(8),
        number("peer", TEXTS.get("column.peer"), GitHubView.Counters::peerHits).leaving(7),
        number("confirmed", TEXTS.get("column.confirmed"), GitHubView.Counters::revalidated)
            .leaving(3),
        number("fetched", TEXTS.get("column.fetched"), GitHubView.Counters::misses).leaving(6),
        number("stale", TEXTS.get("column.stale"), GitHubView.Counters::stale).leaving(2),
        number("passed", TEXTS.get("column.passed"), GitHubView.Counters::bypassed).leaving(1),
        number("errors", TEXTS.get("column.errors"), GitHubView.Counters::errors).leaving(4),
        number("spent", TEXTS.get("column.spent"), GitHubView.Counters::counted).leaving(5),
        number("spared", TEXTS.get("column.spared"), GitHubView.Counters::saved),
        Column.<Line, Double>number(
                "share",
                TEXTS.get("column.rate"),
                NARROW,
                line ->
                    line.counters().reads() == 0
                        ? TEXTS.get("rate.none")
                        : Words.percent(line.counters().hitRate()),
                line -> line.counters().hitRate())
            .leaving(9));
  }

  private static Column<Line> number(
      String id, String title, ToLongFunction<GitHubView.Counters> value) {
    return Column.<Line, Long>number(
        id,
        title,
        Math.max(NARROW, AROUND + LETTER * title.length()),
        line -> Words.number(value.applyAsLong(line.counters())),
        line -> value.applyAsLong(line.counters()));
  }
}
