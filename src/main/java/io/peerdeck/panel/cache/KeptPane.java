package io.peerdeck.panel.cache;

import io.peerdeck.node.CacheEntryView;
import io.peerdeck.node.CacheView;
import io.peerdeck.node.Change;
import io.peerdeck.node.Node;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Watch;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Action;
import io.peerdeck.panel.part.Actions;
import io.peerdeck.panel.part.Bulk;
import io.peerdeck.panel.part.Column;
import io.peerdeck.panel.part.DataTable;
import io.peerdeck.panel.part.DataTableKeys;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.EmptyState;
import io.peerdeck.panel.part.Facts;
import io.peerdeck.panel.part.Inspection;
import io.peerdeck.panel.part.Mark;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// What one cache keeps in memory, that which it would drop last first: what it is, how fresh, why
/// it is believed, and whether it stays.
final class KeptPane extends VBox {
  private static final Texts TEXTS = Texts.of("caches");
  private static final String BLOBS = "blobs";
  private static final int SHOWN = 500;
  private static final Duration CALM = Duration.ofSeconds(2);

  private final Label title = new Label();
  private final DataTable<Kept> table;
  private final Watch<Reading> watch;
  private final List<Action<Kept>> actions;
  private final Consumer<Inspection> inspect;
  private volatile String cache = BLOBS;

  /// A thing and its place among all that is kept, from 1.
  private record Kept(int place, CacheEntryView entry) {
    String name() {
      return entry.name().orElseGet(() -> TEXTS.get("kept.unnamed", Words.shortId(entry.key())));
    }

    Mark mark() {
      return entry.pinned() ? Mark.HELD : Mark.READY;
    }

    String state() {
      return TEXTS.get(entry.pinned() ? "kept.pinned" : "kept.loose");
    }
  }

  private record Reading(String cache, List<CacheEntryView> entries) {}

  /// @param inspect shows words on what is selected
  KeptPane(Desk desk, Consumer<Inspection> inspect) {
    this.inspect = inspect;
    Bulk<Kept> bulk = new Bulk<>(desk, TEXTS, Kept::name);
    this.actions = List.of(pin(bulk, true), pin(bulk, false), copy());
    this.table =
        new DataTable<>(
            desk,
            "kept",
            TEXTS.get("page.kept"),
            kept -> kept.entry().key(),
            columns(),
            List.of(),
            Comparator.comparingInt(Kept::place),
            actions,
            new EmptyState(Feather.DATABASE, TEXTS.get("kept.none"), TEXTS.get("kept.noneText")));
    this.watch =
        desk.bridge()
            .watch(
                TEXTS.get("kept.reading"),
                change -> change instanceof Change.Blobs,
                (node, news) -> read(node),
                this::show)
            .atMostEvery(CALM);
    title.setId("kept-title");
    title.setWrapText(true);
    title.getStyleClass().add("fact-name");
    getStyleClass().add("kept");
    VBox.setVgrow(table, Priority.ALWAYS);
    getChildren().setAll(title, table);
    table.onSelection(this::selected);
  }

  Watch<?> watch() {
    return watch;
  }

  DataTable<?> table() {
    return table;
  }

  /// Whether something it lists is selected.
  boolean inspecting() {
    return !table.selection().isEmpty();
  }

  /// Shows what this cache keeps from now on.
  void of(CacheView view) {
    title.setText(
        TEXTS.get(onDisk(view.id()) ? "kept.titleDisk" : "kept.title", view.name())
            + (view.id().equals(BLOBS) ? "" : " " + TEXTS.get("kept.noPin")));
    if (!view.id().equals(cache)) {
      cache = view.id();
      table.rows(List.of());
      watch.ask();
    }
  }

  private Reading read(Node node) {
    String asked = cache;
    return new Reading(asked, node.cacheEntries(asked, SHOWN));
  }

  private void show(Reading read) {
    if (read.cache().equals(cache)) {
      List<CacheEntryView> entries = read.entries();
      table.rows(
          IntStream.range(0, entries.size())
              .mapToObj(i -> new Kept(i + 1, entries.get(i)))
              .toList());
    }
  }

  private Action<Kept> pin(Bulk<Kept> bulk, boolean on) {
    String what = on ? "pin" : "unpin";
    Predicate<Kept> concerned = kept -> kept.entry().pinned() != on;
    return Action.<Kept>of(
            what,
            on ? Feather.BOOKMARK : Feather.UNLOCK,
            TEXTS.get(what),
            all -> cache.equals(BLOBS) && all.stream().anyMatch(concerned),
            (List<Kept> all) ->
                bulk.each(
                    all.stream().filter(concerned).toList(),
                    what,
                    (node, kept) -> node.pinCached(BLOBS, kept.entry().key(), on),
                    Optional.of((node, kept) -> node.pinCached(BLOBS, kept.entry().key(), !on))))
        .withCommandEach(kept -> "peerdeck cache " + what + " " + kept.entry().key())
        .withShortcut(on ? "Shortcut+B" : "Shortcut+Shift+B");
  }

  private static Action<Kept> copy() {
    return Action.of(
        "copy-key",
        Feather.COPY,
        TEXTS.get("copyCid"),
        all -> all.size() == 1,
        all -> DataTableKeys.copied(all.getFirst().entry().key()));
  }

  private void selected(List<Kept> kept) {
    if (kept.size() == 1) {
      CacheEntryView entry = kept.getFirst().entry();
      inspect.accept(
          new Inspection(kept.getFirst().name())
              .mark(kept.getFirst().mark(), kept.getFirst().state())
              .note(TEXTS.get(why(entry)))
              .part(
                  new Facts()
                      .id(TEXTS.get("column.key"), entry.key())
                      .add(TEXTS.get("column.bytes"), Words.bytes(entry.bytes()))
                      .add(TEXTS.get("column.fresh"), entry.fresh())
                      .add(TEXTS.get("column.trust"), entry.trust()))
              .actions(new Actions<>(actions, table::selection).buttons("inspector"))
              .command("peerdeck cache kept " + cache));
    } else if (!kept.isEmpty()) {
      inspect.accept(
          new Inspection(TEXTS.get("kept.several", kept.size()))
              .actions(new Actions<>(actions, table::selection).buttons("inspector")));
    }
  }

  private String why(CacheEntryView entry) {
    if (entry.pinned()) {
      return "kept.pinnedWhy";
    }
    return switch (cache) {
      case "jobs" -> "kept.jobsWhy";
      case "github" -> "kept.gitHubWhy";
      default -> "kept.looseWhy";
    };
  }

  /// What jobs cached is never in memory.
  private static boolean onDisk(String cache) {
    return cache.equals("jobs");
  }

  private static List<Column<Kept>> columns() {
    return List.of(
        Column.<Kept, Integer>number(
                "place",
                TEXTS.get("column.place"),
                5,
                kept -> Words.number(kept.place()),
                Kept::place)
            .leaving(1),
        Column.<Kept>text("key", TEXTS.get("column.key"), 12, Kept::name)
            .withTooltip(kept -> kept.name() + "\n" + kept.entry().key())
            .withExport(kept -> kept.entry().key()),
        Column.mark("pinned", TEXTS.get("column.pinned"), 7, Kept::mark, Kept::state),
        Column.<Kept, Long>number(
            "bytes",
            TEXTS.get("column.bytes"),
            6,
            kept -> Words.bytes(kept.entry().bytes()),
            kept -> kept.entry().bytes()),
        Column.<Kept>text("fresh", TEXTS.get("column.fresh"), 17, kept -> kept.entry().fresh())
            .withTooltip(kept -> kept.entry().fresh()),
        Column.<Kept>text("trust", TEXTS.get("column.trust"), 18, kept -> kept.entry().trust())
            .withTooltip(kept -> kept.entry().trust()));
  }
}
