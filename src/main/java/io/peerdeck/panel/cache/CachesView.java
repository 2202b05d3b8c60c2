package io.peerdeck.panel.cache;

import io.peerdeck.node.CacheReading;
import io.peerdeck.node.CacheView;
import io.peerdeck.node.Change;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Ticker;
import io.peerdeck.panel.bridge.Watch;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Column;
import io.peerdeck.panel.part.DataTable;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.EmptyState;
import io.peerdeck.panel.part.Facts;
import io.peerdeck.panel.part.Inspection;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.TimeChart;
import io.peerdeck.panel.part.View;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The caches: how often what was asked for was at hand, now and over time.
public final class CachesView extends View {
  private static final Texts TEXTS = Texts.of("caches");
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final VBox root = new VBox();
  private final TimeChart chart = new TimeChart(TEXTS.get("chart"), Words::percent).ceiling(1);
  private final DataTable<CacheView> table;
  private final Watch<List<CacheReading>> watch;
  private final Ticker sampling = new Ticker(EVERY, this::sample);
  private List<CacheView> inspected = List.of();

  public CachesView(Desk desk) {
    this.table =
        new DataTable<>(
            desk,
            "caches",
            TEXTS.get("title"),
            CacheView::id,
            columns(),
            List.of(),
            Comparator.comparing(CacheView::name, String.CASE_INSENSITIVE_ORDER),
            List.of(),
            new EmptyState(Feather.DATABASE, TEXTS.get("empty.title"), TEXTS.get("empty.text")));
    table.onSelection(this::selected);
    root.getStyleClass().add("caches");
    chart.setId("cache-chart");
    VBox.setVgrow(chart, Priority.ALWAYS);
    table.getStyleClass().add("short-table");
    root.getChildren().setAll(table, chart);
    watch =
        own(
            desk.bridge()
                .watch(
                    TEXTS.get("reading"),
                    change -> change instanceof Change.Blobs,
                    (node, news) -> node.cacheHistory(),
                    this::show));
  }

  @Override
  public Region root() {
    return root;
  }

  @Override
  public void focus() {
    table.focusTable();
  }

  @Override
  public Optional<String> chosenKey() {
    return table.chosenKey();
  }

  @Override
  public void chooseKey(String key) {
    table.select(key);
  }

  @Override
  public void focusFilter() {
    table.filters().field().requestFocus();
  }

  @Override
  public void attach() {
    super.attach();
    sampling.start();
  }

  @Override
  public void detach() {
    super.detach();
    sampling.stop();
  }

  private void sample() {
    watch.ask();
  }

  private void show(List<CacheReading> readings) {
    List<CacheView> caches = readings.getLast().caches();
    table.rows(caches);
    chart.show(
        caches.stream()
            .filter(cache -> cache.configured().isEmpty())
            .map(cache -> CacheHistory.series(readings, cache))
            .toList());
  }

  private void selected(List<CacheView> caches) {
    if (caches.equals(inspected)) {
      return;
    }
    inspected = caches;
    if (caches.size() != 1) {
      inspectNothing();
      return;
    }
    CacheView cache = caches.getFirst();
    inspect(
        new Inspection(cache.name())
            .mark(mark(cache), mark(cache).word())
            .note(cache.configured().orElse(""))
            .part(
                new Facts()
                    .add(TEXTS.get("column.rate"), rate(cache))
                    .add(TEXTS.get("column.hits"), reads(cache, cache.hits()))
                    .add(TEXTS.get("column.misses"), reads(cache, cache.misses()))
                    .add(TEXTS.get("column.size"), amount(cache, cache.size()))
                    .add(TEXTS.get("column.capacity"), capacity(cache))));
  }

  private static List<Column<CacheView>> columns() {
    return List.of(
        Column.mark("state", TEXTS.get("column.state"), 10, CachesView::mark, c -> mark(c).word()),
        Column.<CacheView>text("name", TEXTS.get("column.name"), 14, CacheView::name)
            .withTooltip(c -> c.configured().orElse(c.name()))
            .withLeast(9.5),
        Column.number(
            "rate", TEXTS.get("column.rate"), 6, CachesView::rate, c -> c.hitRate().orElse(-1.0)),
        Column.number(
            "hits", TEXTS.get("column.hits"), 6, c -> reads(c, c.hits()), CacheView::hits),
        Column.number(
            "misses", TEXTS.get("column.misses"), 7, c -> reads(c, c.misses()), CacheView::misses),
        Column.number(
            "size", TEXTS.get("column.size"), 8, c -> amount(c, c.size()), CacheView::size),
        Column.number(
            "capacity",
            TEXTS.get("column.capacity"),
            8,
            CachesView::capacity,
            CacheView::capacity));
  }

  private static Mark mark(CacheView cache) {
    return cache.configured().isPresent() ? Mark.NOT_CONFIGURED : Mark.READY;
  }

  /// What does not work yet is not shown as zero.
  private static String rate(CacheView cache) {
    return cache.hitRate().map(Words::percent).orElse(TEXTS.get("rate.none"));
  }

  private static String capacity(CacheView cache) {
    return cache.capacity() == 0 && cache.configured().isEmpty()
        ? TEXTS.get("capacity.none")
        : amount(cache, cache.capacity());
  }

  private static String reads(CacheView cache, long number) {
    return cache.configured().isPresent() ? TEXTS.get("rate.none") : Words.number(number);
  }

  private static String amount(CacheView cache, long amount) {
    if (cache.configured().isPresent()) {
      return TEXTS.get("rate.none");
    }
    return cache.unit().equals("bytes")
        ? Words.bytes(amount)
        : Words.number(amount) + " " + cache.unit();
  }
}
