package io.peerdeck.panel.queue;

import io.peerdeck.node.Change;
import io.peerdeck.node.Node;
import io.peerdeck.node.RunDetail;
import io.peerdeck.node.RunPage;
import io.peerdeck.node.RunQuery;
import io.peerdeck.node.RunSummary;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Ticker;
import io.peerdeck.panel.bridge.Watch;
import io.peerdeck.panel.part.Action;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.DataTable;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.EmptyState;
import io.peerdeck.panel.part.Icons;
import io.peerdeck.panel.part.Offer;
import io.peerdeck.panel.part.TablePage;
import io.peerdeck.panel.part.TemplateOffers;
import io.peerdeck.panel.part.TimeFacet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/// Every run: filter, steer, open.
public final class QueueView extends TablePage {
  /// Runs read at a time, so that what the node needs to answer stays small.
  private static final int PAGE = 20_000;

  /// More changed runs than that are most of them: everything is read anew.
  private static final int READ_CHANGED = 20_000;

  /// Twenty times a second is as smooth as a list of states needs to be.
  private static final Duration STORM = Duration.ofMillis(50);

  /// What a run takes by now is said in seconds.
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static final Duration DETAIL = Duration.ofMillis(250);

  private static final Texts TEXTS = Texts.of("queue");
  private final Desk desk;
  private final DataTable<RunSummary> table;
  private final Watch<Optional<RunDetail>> detail;
  private final Ticker seconds = new Ticker(SECOND, this::secondPassed);
  private List<RunSummary> inspected = List.of();
  private String counted = "";
  private volatile Optional<String> chosen = Optional.empty();

  public QueueView(Desk desk) {
    this.desk = desk;
    RunActions runs = new RunActions(desk);
    List<Action<RunSummary>> actions = new ArrayList<>();
    actions.add(runs.submit());
    actions.addAll(runs.steering());
    actions.add(runs.adopt().withoutButton());
    actions.add(runs.open().withoutButton());
    actions.add(runs.window().withoutButton());
    this.table =
        new DataTable<>(
            desk,
            "queue",
            TEXTS.get("title"),
            RunSummary::id,
            QueueColumns.all(desk.time()),
            QueueColumns.facets(),
            Comparator.comparing(RunSummary::submittedAt).reversed().thenComparing(RunSummary::id),
            actions,
            empty());
    table.onSelection(this::selected);
    table.onOpen(run -> desk.navigator().openRun(run.id(), Optional.empty()));
    table.byTime(
        new TimeFacet<>(
            "submitted", TEXTS.get("facet.submitted"), RunSummary::submittedAt, desk.time()));
    own(
        desk.bridge()
            .watch(TEXTS.get("reading"), QueueView::concerns, QueueView::read, this::show)
            .atMostEvery(STORM)
            .remembering(READ_CHANGED));
    detail =
        own(
            desk.bridge()
                .watch(
                    TEXTS.get("readingRun"), this::concernsChosen, this::readChosen, this::explain)
                .atMostEvery(DETAIL));
  }

  /// One reading: all runs, or only those that changed and those that are gone.
  private record Reading(boolean all, List<RunSummary> runs, Set<String> gone) {}

  @Override
  protected DataTable<RunSummary> table() {
    return table;
  }

  public void filterBy(String status) {
    table.filters().choose("status", status);
  }

  @Override
  public void attach() {
    super.attach();
    seconds.start();
  }

  @Override
  public void detach() {
    seconds.stop();
    super.detach();
  }

  /// Nothing ticks while nothing runs.
  private void secondPassed() {
    boolean runs =
        desk.fleet().status().get().filter(known -> known.runs().inProgress() > 0).isPresent();
    if (runs && !desk.bridge().pause().state().get().on()) {
      table.retellTimes();
    }
  }

  private static boolean concerns(Change change) {
    return change instanceof Change.Run;
  }

  private static Reading read(Node node, Set<Change> news) {
    if (news.isEmpty() || news.size() > READ_CHANGED) {
      return new Reading(true, all(node), Set.of());
    }
    Set<String> ids = HashSet.newHashSet(news.size());
    for (Change change : news) {
      if (change instanceof Change.Run(String id)) {
        ids.add(id);
      }
    }
    List<RunSummary> changed = node.runs(ids);
    changed.forEach(run -> ids.remove(run.id()));
    return new Reading(false, changed, ids);
  }

  private static List<RunSummary> all(Node node) {
    List<RunSummary> runs = new ArrayList<>();
    RunPage page;
    do {
      page = node.runs(RunQuery.all(PAGE).withPage(PAGE, runs.size()));
      runs.addAll(page.runs());
    } while (page.runs().size() == PAGE && runs.size() < RunQuery.MAX_LIMIT);
    return runs;
  }

  private void show(Reading reading) {
    if (reading.all()) {
      table.rows(reading.runs());
    } else {
      table.merge(reading.runs(), reading.gone());
    }
  }

  private void selected(List<RunSummary> runs) {
    inspected = runs;
    Optional<String> one = runs.size() == 1 ? Optional.of(runs.getFirst().id()) : Optional.empty();
    if (runs.size() > 1) {
      String counts = RunInspection.counts(runs);
      String now = runs.size() + ": " + counts;
      if (!now.equals(counted)) {
        counted = now;
        inspect(RunInspection.of(desk, runs.size(), counts, () -> inspected));
      }
    } else {
      counted = "";
    }
    if (runs.isEmpty()) {
      inspectNothing();
    }
    if (!one.equals(chosen)) {
      chosen = one;
      if (one.isPresent()) {
        inspect(RunInspection.of(desk, runs.getFirst(), Optional.empty()));
        detail.ask();
      }
    }
  }

  private boolean concernsChosen(Change change) {
    return change instanceof Change.Run(String id)
        ? chosen.filter(id::equals).isPresent()
        : change instanceof Change.Peers && chosen.isPresent();
  }

  private Optional<RunDetail> readChosen(Node node, Set<Change> news) {
    return chosen.map(node::run);
  }

  private void explain(Optional<RunDetail> run) {
    run.filter(read -> chosen.filter(read.summary().id()::equals).isPresent())
        .ifPresent(read -> inspect(RunInspection.of(desk, read.summary(), Optional.of(read))));
  }

  private Region empty() {
    Button submit =
        Buttons.of(
            Feather.UPLOAD, TEXTS.get("empty.submit"), desk.navigator()::chooseFiles, "accent");
    submit.setId("queue-empty-submit");
    MenuButton templates = new MenuButton(TEXTS.get("empty.template"), Icons.of(Feather.COPY));
    templates.setId("queue-empty-templates");
    templates.setAccessibleText(TEXTS.get("empty.template"));
    templates.setOnShowing(
        shown ->
            new TemplateOffers(desk)
                .read(
                    offers -> templates.getItems().setAll(offers.stream().map(this::item).toList()),
                    why -> templates.getItems().setAll(new MenuItem(why))));
    templates.getItems().setAll(new MenuItem(TEXTS.get("empty.template")));
    return new EmptyState(
        Feather.INBOX, TEXTS.get("empty.title"), TEXTS.get("empty.text"), submit, templates);
  }

  private MenuItem item(Offer offer) {
    MenuItem item = new MenuItem(offer.text());
    item.setId("queue-" + offer.id());
    item.setOnAction(chosen -> offer.run().run());
    return item;
  }
}
