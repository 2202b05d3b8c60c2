package io.peerdeck.panel.settings;

import io.peerdeck.node.NodeLogLine;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Action;
import io.peerdeck.panel.part.Column;
import io.peerdeck.panel.part.DataTable;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.EmptyState;
import io.peerdeck.panel.part.Facet;
import io.peerdeck.panel.part.Facts;
import io.peerdeck.panel.part.Inspection;
import io.peerdeck.panel.part.Mark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.kordamp.ikonli.feather.Feather;

/// The last lines of the node's own log, newest first.
final class NodeLogPane {
  static final int LINES = 2000;
  private static final Texts TEXTS = Texts.of("settings");

  /// A line, its place among those read, and what it is known by when older ones are read no more.
  private record Row(int place, String key, NodeLogLine line) {}

  private final DataTable<Row> table;

  /// @param diagnostics saves a bundle for whoever helps
  /// @param again reads the log anew
  /// @param inspect shows a line in full
  NodeLogPane(Desk desk, Runnable diagnostics, Runnable again, Consumer<Inspection> inspect) {
    this.table =
        new DataTable<>(
            desk,
            "node-log",
            TEXTS.get("log.title"),
            Row::key,
            columns(),
            List.of(
                new Facet<>("level", TEXTS.get("log.level"), row -> List.of(row.line().level())),
                new Facet<>(
                    "source", TEXTS.get("log.source"), row -> List.of(row.line().source()))),
            Comparator.comparingInt(Row::place).reversed(),
            List.of(
                Action.<Row>primary(
                        "diagnostics", Feather.ARCHIVE, TEXTS.get("diagnostics"), diagnostics)
                    .withCommand(rows -> Optional.of(SettingsView.BUNDLING))
                    .withShortcut("Shortcut+Shift+D"),
                Action.of(
                        "log-again",
                        Feather.REFRESH_CW,
                        TEXTS.get("log.again"),
                        (List<Row> rows) -> true,
                        rows -> again.run())
                    .withShortcut("F5")),
            new EmptyState(Feather.FILE_TEXT, TEXTS.get("log.none"), TEXTS.get("log.noneText")));
    table.onSelection(
        rows -> {
          if (rows.size() == 1) {
            inspect.accept(inspection(rows.getFirst().line()));
          }
        });
  }

  DataTable<?> table() {
    return table;
  }

  void show(List<NodeLogLine> lines) {
    List<Row> rows = new ArrayList<>(lines.size());
    Map<String, Integer> equal = new HashMap<>();
    for (NodeLogLine line : lines) {
      String key = line.time().toEpochMilli() + "-" + line.hashCode();
      rows.add(new Row(rows.size(), key + "-" + equal.merge(key, 1, Integer::sum), line));
    }
    table.rows(rows);
  }

  private static Inspection inspection(NodeLogLine line) {
    return new Inspection(line.text().lines().findFirst().orElse(""))
        .mark(mark(line), line.level())
        .part(
            new Facts()
                .add(TEXTS.get("log.time"), Words.absolute(line.time()))
                .add(TEXTS.get("log.source"), line.source())
                .copyable(TEXTS.get("log.text"), line.text()));
  }

  private static Mark mark(NodeLogLine line) {
    return switch (line.level()) {
      case "error" -> Mark.PROBLEM;
      case "warn" -> Mark.WARNING;
      default -> Mark.UNKNOWN;
    };
  }

  private static List<Column<Row>> columns() {
    return List.of(
        Column.mark(
            "level", TEXTS.get("log.level"), 7, row -> mark(row.line()), row -> row.line().level()),
        Column.<Row>text("text", TEXTS.get("log.text"), 30, row -> row.line().text())
            .withTooltip(row -> row.line().text())
            .withLeast(12),
        Column.<Row>text("source", TEXTS.get("log.source"), 10, row -> row.line().source())
            .leaving(1),
        Column.<Row, Long>number(
                "time",
                TEXTS.get("log.time"),
                8,
                row -> Words.timeOfDay(row.line().time()),
                row -> row.line().time().toEpochMilli())
            .withTooltip(row -> Words.absolute(row.line().time()))
            .withExport(row -> row.line().time().toString()));
  }
}
