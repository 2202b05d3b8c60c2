package io.peerdeck.panel.peers;

import io.peerdeck.node.Change;
import io.peerdeck.node.DiscoveryQuery;
import io.peerdeck.node.DiscoveryView;
import io.peerdeck.node.SourceView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Watch;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Action;
import io.peerdeck.panel.part.Column;
import io.peerdeck.panel.part.DataTable;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.EmptyState;
import io.peerdeck.panel.part.Facet;
import io.peerdeck.panel.part.Mark;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.kordamp.ikonli.feather.Feather;

/// Where peers are found, and how far each source is believed.
final class SourcesPane {
  private static final Texts TEXTS = Texts.of("peers");
  private static final Duration CALM = Duration.ofSeconds(1);
  private final Desk desk;
  private final DataTable<SourceView> table;

  SourcesPane(Desk desk) {
    this.desk = desk;
    this.table =
        new DataTable<>(
            desk,
            "sources",
            TEXTS.get("sources.title"),
            SourceView::name,
            columns(desk.time()),
            List.of(new Facet<>("state", TEXTS.get("facet.state"), s -> List.of(word(s)))),
            Comparator.comparing(SourceView::name),
            List.of(look()),
            new EmptyState(
                Feather.SEARCH, TEXTS.get("sources.none"), TEXTS.get("sources.noneText")));
  }

  DataTable<SourceView> table() {
    return table;
  }

  /// Keeps the table as the node has it, while the screen is shown.
  Watch<DiscoveryView> watch() {
    return desk.bridge()
        .watch(
            TEXTS.get("reading.sources"),
            change -> change instanceof Change.Peers,
            (node, news) -> node.discovery(DiscoveryQuery.SOURCES),
            (DiscoveryView found) -> table.rows(found.sources()))
        .atMostEvery(CALM);
  }

  private Action<SourceView> look() {
    return Action.of(
            "look",
            Feather.REFRESH_CW,
            TEXTS.get("look"),
            (List<SourceView> sources) -> !sources.isEmpty(),
            this::look)
        .withCommand(
            sources ->
                Optional.of(
                    sources.stream()
                        .map(source -> " --source " + source.name())
                        .collect(Collectors.joining("", "peerdeck discovery refresh", ""))))
        .withShortcut("F5");
  }

  private void look(List<SourceView> sources) {
    Set<String> names = sources.stream().map(SourceView::name).collect(Collectors.toSet());
    desk.bridge()
        .act(
            TEXTS.get("look.failed"),
            node -> {
              long failed =
                  node.discover(names).stream().filter(one -> one.failure().isPresent()).count();
              return failed == 0
                  ? TEXTS.get("look.done", names.size())
                  : TEXTS.get("look.partly", failed, names.size());
            },
            desk.toasts()::done);
  }

  private static List<Column<SourceView>> columns(InstantSource time) {
    return List.of(
        Column.text("source", TEXTS.get("column.from"), 8, SourcesPane::name),
        Column.mark("state", TEXTS.get("column.state"), 9.5, SourcesPane::mark, SourcesPane::word),
        count("peers", "column.found", 5, SourceView::peers).leaving(4),
        count("successes", "column.successes", 6, SourceView::successes).leaving(2),
        count("failures", "column.failures", 6, SourceView::failures).leaving(3),
        count("refused", "column.refused", 6, SourceView::refused).leaving(1),
        Column.<SourceView>text("telling", TEXTS.get("column.telling"), 8, SourcesPane::telling)
            .withTooltip(SourceView::telling)
            .withLeast(7.2)
            .leaving(5),
        Column.<SourceView, Long>number(
                "worked",
                TEXTS.get("column.worked"),
                8.4,
                s -> s.lastSuccess().map(at -> Words.ago(at, time)).orElse(""),
                s -> s.lastSuccess().map(at -> -at.toEpochMilli()).orElse(Long.MAX_VALUE))
            .withExport(s -> s.lastSuccess().map(Object::toString).orElse("")),
        Column.<SourceView>text("reason", TEXTS.get("column.reason"), 20, SourceView::reason)
            .withTooltip(SourceView::reason)
            .withLeast(8.4));
  }

  private static Column<SourceView> count(
      String id, String title, double em, ToLongFunction<SourceView> counted) {
    return Column.number(
        id, TEXTS.get(title), em, s -> Words.number(counted.applyAsLong(s)), counted::applyAsLong);
  }

  /// Sources to come have no words of their own yet.
  private static String name(SourceView source) {
    String key = "from." + source.name();
    return TEXTS.has(key) ? TEXTS.get(key) : source.name();
  }

  private static String telling(SourceView source) {
    return switch (source.telling()) {
      case "told" -> TEXTS.get("telling.told");
      case "read-only" -> TEXTS.get("telling.readOnly");
      case "not yet" -> TEXTS.get("telling.notYet");
      default -> TEXTS.get("telling.failed");
    };
  }

  private static String word(SourceView source) {
    return TEXTS.get("believed." + source.state());
  }

  private static Mark mark(SourceView source) {
    return switch (source.state()) {
      case "good" -> Mark.ONLINE;
      case "failing" -> Mark.SUSPECT;
      default -> Mark.FAILED;
    };
  }
}
