package io.peerdeck.panel.cache;

import io.peerdeck.node.CacheReading;
import io.peerdeck.node.CacheView;
import io.peerdeck.node.Change;
import io.peerdeck.node.GitHubView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Watch;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Action;
import io.peerdeck.panel.part.Actions;
import io.peerdeck.panel.part.Bulk;
import io.peerdeck.panel.part.Confirm;
import io.peerdeck.panel.part.DataTable;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.EmptyState;
import io.peerdeck.panel.part.Inspection;
import io.peerdeck.panel.part.Offer;
import io.peerdeck.panel.part.PageMemory;
import io.peerdeck.panel.part.Pages;
import io.peerdeck.panel.part.TablePage;
import io.peerdeck.panel.part.TimeChart;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The caches: how often what was asked for was at hand, where it came from, what they keep, and
/// what they spared.
public final class CachesView extends TablePage {
  private static final Texts TEXTS = Texts.of("caches");
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final String GITHUB = "github";

  private final VBox root = new VBox();
  private final SavedPane saved = new SavedPane();
  private final TimeChart chart = new TimeChart(TEXTS.get("chart"), Words::percent).ceiling(1);
  private final Label drawn = new Label();
  private final Pages pages = new Pages();
  private final Tab keptPage = page("cache-page-kept", TEXTS.get("page.kept"), new VBox());
  private final Tab countersPage =
      page("cache-page-counters", TEXTS.get("page.counters"), new VBox());
  private final List<Action<CacheView>> actions;
  private final DataTable<CacheView> table;
  private final Watch<Reading> watch;
  private final Desk desk;
  private Optional<KeptPane> kept = Optional.empty();
  private Optional<CountersPane> counters = Optional.empty();
  private List<CacheReading> readings = List.of();
  private Optional<GitHubView> gitHub = Optional.empty();
  private List<CacheView> inspected = List.of();

  private record Reading(List<CacheReading> caches, GitHubView gitHub) {}

  public CachesView(Desk desk) {
    this.desk = desk;
    Bulk<CacheView> bulk = new Bulk<>(desk, TEXTS, CacheView::name);
    this.actions = List.of(clear(bulk));
    this.table =
        new DataTable<>(
            desk,
            "caches",
            TEXTS.get("title"),
            CacheView::id,
            CacheWords.columns(),
            List.of(),
            Comparator.comparing(CacheView::name, String.CASE_INSENSITIVE_ORDER),
            actions,
            new EmptyState(Feather.DATABASE, TEXTS.get("empty.title"), TEXTS.get("empty.text")));
    table.onSelection(this::selected);
    root.getStyleClass().add("caches");
    chart.setId("cache-chart");
    VBox.setVgrow(chart, Priority.ALWAYS);
    drawn.setId("cache-drawn");
    drawn.setWrapText(true);
    drawn.setMinHeight(Region.USE_PREF_SIZE);
    drawn.getStyleClass().add("fact-name");
    table.getStyleClass().add("short-table");
    pages.setId("cache-pages");
    pages.setAccessibleText(TEXTS.get("pages"));
    pages
        .getTabs()
        .setAll(
            page("cache-page-time", TEXTS.get("page.time"), new VBox(drawn, chart)),
            keptPage,
            countersPage);
    PageMemory.of(pages, desk.memory(), "caches");
    keptPage.selectedProperty().subscribe(this::turned);
    countersPage.selectedProperty().subscribe(this::countersShown);
    VBox.setVgrow(pages, Priority.ALWAYS);
    root.getChildren().setAll(table, saved, pages);
    watch =
        own(
            desk.bridge()
                .watch(
                    TEXTS.get("reading"),
                    change -> change instanceof Change.Blobs,
                    (node, news) -> new Reading(node.cacheHistory(), node.gitHub()),
                    this::show)
                .atMostEvery(EVERY));
  }

  private static Tab page(String id, String title, Node content) {
    Tab tab = new Tab(title, content);
    tab.setId(id);
    return tab;
  }

  /// What is kept is listed from when somebody first wants to see it.
  private void turned(boolean toKept) {
    if (toKept && kept.isEmpty()) {
      KeptPane made = new KeptPane(desk, this::inspect);
      kept = Optional.of(made);
      keptPage.setContent(made);
      own(made.watch());
      draw();
    }
  }

  private void countersShown(boolean shown) {
    if (!shown) {
      return;
    }
    if (counters.isEmpty()) {
      CountersPane made = new CountersPane(desk);
      counters = Optional.of(made);
      countersPage.setContent(made);
    }
    gitHub.ifPresent(counters.get()::show);
  }

  private Action<CacheView> clear(Bulk<CacheView> bulk) {
    return Action.<CacheView>of(
            "clear",
            Feather.TRASH_2,
            TEXTS.get("clear"),
            all -> all.stream().anyMatch(cache -> cache.configured().isEmpty()),
            (List<CacheView> all) ->
                clear(bulk, all.stream().filter(cache -> cache.configured().isEmpty()).toList()))
        .withCommandEach(cache -> "peerdeck cache clear " + cache.id())
        .withShortcut("Shortcut+Delete");
  }

  /// Asked first only where something is lost: all but GitHub's answers are on the disk anyway.
  private void clear(Bulk<CacheView> bulk, List<CacheView> caches) {
    Runnable clearing =
        () ->
            bulk.each(
                caches, "clear", (node, cache) -> node.clearCache(cache.id()), Optional.empty());
    if (caches.stream().noneMatch(cache -> cache.id().equals(GITHUB))) {
      clearing.run();
      return;
    }
    List<String> names = caches.stream().map(CacheView::name).toList();
    boolean one = names.size() == 1;
    desk.overlay()
        .confirm(
            new Confirm(
                one
                    ? TEXTS.get("clear.one", names.getFirst())
                    : TEXTS.get("clear.many", names.size()),
                TEXTS.get("clear.text"),
                one ? List.of() : names,
                one ? TEXTS.get("clear.yes") : TEXTS.get("clear.yesMany", names.size()),
                clearing));
  }

  @Override
  protected DataTable<CacheView> table() {
    return table;
  }

  @Override
  public Region root() {
    return root;
  }

  @Override
  public List<Offer> offers() {
    return Stream.concat(
            table.actions().offers().stream(),
            kept.stream().flatMap(pane -> pane.table().actions().offers().stream()))
        .toList();
  }

  @Override
  public List<Offer> keys() {
    return Stream.concat(
            table.actions().keys().stream(),
            kept.stream().flatMap(pane -> pane.table().actions().keys().stream()))
        .toList();
  }

  @Override
  public boolean pressed(KeyEvent event) {
    return kept.filter(pane -> pane.table().actions().run(event)).isPresent()
        || table.actions().run(event);
  }

  /// Reads that were answered are not announced, only what came and went.
  @Override
  public void refreshTimes() {
    super.refreshTimes();
    watch.ask();
    kept.filter(pane -> keptPage.isSelected()).ifPresent(pane -> pane.watch().ask());
  }

  private void show(Reading read) {
    readings = read.caches();
    List<CacheView> caches = readings.getLast().caches();
    table.rows(caches);
    saved.show(caches, read.gitHub());
    gitHub = Optional.of(read.gitHub());
    countersShown(countersPage.isSelected());
    draw();
  }

  /// The chosen cache by the places its reads were answered from, else all by their hits.
  private void draw() {
    if (readings.isEmpty()) {
      return;
    }
    List<CacheView> working =
        readings.getLast().caches().stream().filter(cache -> cache.configured().isEmpty()).toList();
    Optional<CacheView> chosen =
        working.stream()
            .filter(cache -> inspected.size() == 1 && inspected.getFirst().id().equals(cache.id()))
            .findFirst();
    drawn.setText(
        chosen.map(cache -> TEXTS.get("drawn.one", cache.name())).orElse(TEXTS.get("drawn.all")));
    chart.show(
        chosen
            .map(cache -> CacheHistory.kinds(readings, cache))
            .orElseGet(
                () ->
                    working.stream().map(cache -> CacheHistory.series(readings, cache)).toList()));
    kept.ifPresent(pane -> chosen.or(() -> working.stream().findFirst()).ifPresent(pane::of));
  }

  private static List<String> ids(List<CacheView> caches) {
    return caches.stream().map(CacheView::id).toList();
  }

  private void selected(List<CacheView> caches) {
    boolean same = ids(caches).equals(ids(inspected));
    inspected = caches;
    if (same && kept.filter(KeptPane::inspecting).isPresent()) {
      return; // other counters of the same cache; what is looked at is something it keeps
    }
    draw();
    if (caches.isEmpty()) {
      inspectNothing();
      return;
    }
    Inspection inspection =
        caches.size() > 1
            ? new Inspection(TEXTS.get("several", caches.size()))
            : new Inspection(caches.getFirst().name())
                .mark(CacheWords.mark(caches.getFirst()), CacheWords.mark(caches.getFirst()).word())
                .note(caches.getFirst().configured().orElse(TEXTS.get("note")))
                .part(CacheWords.facts(caches.getFirst()));
    inspect(
        inspection
            .actions(new Actions<>(actions, () -> caches).buttons("inspector"))
            .command("peerdeck cache list"));
  }
}
