package io.peerdeck.panel.gallery;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Action;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Column;
import io.peerdeck.panel.part.DataTable;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.EmptyState;
import io.peerdeck.panel.part.Facet;
import io.peerdeck.panel.part.FilterBar;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.TimeFacet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The table and its filter bar.
final class TablePages {
  private static final Texts TEXTS = Texts.of("gallery");
  private static final int ROWS = 400;
  private static final int MORE = 12;
  private static final List<Mark> MARKS =
      List.of(Mark.COMPLETED, Mark.IN_PROGRESS, Mark.PENDING, Mark.FAILED, Mark.CANCELLED);
  private static final List<String> NAMES = List.of("nightly-data", "scrape-site", "codegen");

  private record Row(String id, Mark mark, String name, long rows, Instant at) {}

  private TablePages() {}

  static Exhibit table(Desk desk) {
    DataTable<Row> filled = table(desk, "gallery");
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(row(i, desk));
    }
    filled.rows(rows);
    AtomicInteger next = new AtomicInteger(ROWS);
    Button more =
        Buttons.of(
            Feather.PLUS,
            TEXTS.get("table.more"),
            () -> {
              List<Row> come = new ArrayList<>();
              for (int i = 0; i < MORE; i++) {
                come.add(row(next.getAndIncrement(), desk));
              }
              filled.merge(come);
            });
    more.setId("gallery-more");
    return new Exhibit()
        .state(TEXTS.get("table.filled"), filled, "exhibit-tall")
        .row(TEXTS.get("table.waits"), more)
        .state(TEXTS.get("table.empty"), table(desk, "gallery-empty"), "exhibit-tall");
  }

  private static DataTable<Row> table(Desk desk, String id) {
    DataTable<Row> table =
        new DataTable<>(
            desk,
            id,
            TEXTS.get("table.title"),
            Row::id,
            List.of(
                Column.<Row>mark(
                        "state", TEXTS.get("row.state"), 8.5, Row::mark, r -> r.mark().word())
                    .withTooltip(r -> r.mark().word()),
                Column.text("name", TEXTS.get("row.name"), 12, Row::name),
                Column.number(
                    "rows", TEXTS.get("row.rows"), 6, r -> String.valueOf(r.rows()), Row::rows),
                Column.<Row>text("id", TEXTS.get("row.id"), 10, Row::id).leaving(1)),
            List.of(new Facet<>("name", TEXTS.get("row.name"), r -> List.of(r.name()))),
            Comparator.comparing(Row::at).reversed(),
            List.of(
                Action.primary("open", Feather.PLAY, TEXTS.get("act.open"), () -> {}),
                Action.of("hold", Feather.PAUSE, TEXTS.get("act.hold"), r -> !r.isEmpty(), r -> {}),
                Action.danger(
                    "drop", Feather.TRASH_2, TEXTS.get("act.drop"), r -> !r.isEmpty(), r -> {})),
            new EmptyState(Feather.LIST, TEXTS.get("empty.title"), TEXTS.get("empty.text")));
    table.byTime(new TimeFacet<>("at", TEXTS.get("row.at"), Row::at, desk.time()));
    return table;
  }

  private static Row row(int i, Desk desk) {
    return new Row(
        "run-" + i,
        MARKS.get(i % MARKS.size()),
        NAMES.get(i % NAMES.size()),
        i * 37L % 1_000,
        desk.time().instant().minus(Duration.ofMinutes(ROWS - i)));
  }

  static Exhibit filter(Desk desk) {
    FilterBar<Row> offered = bar("gallery-offered");
    offered.offer(Map.of("name", new TreeSet<>(NAMES)));
    FilterBar<Row> chosen = bar("gallery-chosen");
    chosen.offer(Map.of("name", new TreeSet<>(NAMES)));
    chosen.choose("name", NAMES.getFirst());
    FilterBar<Row> typed = bar("gallery-typed");
    typed.field().setText(NAMES.getLast());
    return new Exhibit()
        .state(TEXTS.get("filter.none"), bar("gallery-none"))
        .state(TEXTS.get("filter.offered"), offered)
        .state(TEXTS.get("filter.chosen"), chosen)
        .state(TEXTS.get("filter.typed"), new VBox(typed));
  }

  private static FilterBar<Row> bar(String id) {
    FilterBar<Row> bar =
        new FilterBar<>(
            id,
            TEXTS.get("table.title"),
            List.of(new Facet<>("name", TEXTS.get("row.name"), r -> List.of(r.name()))),
            () -> {});
    bar.offer(Map.of());
    return bar;
  }
}
