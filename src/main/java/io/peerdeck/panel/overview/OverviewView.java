package io.peerdeck.panel.overview;

import io.peerdeck.node.CacheReading;
import io.peerdeck.node.CacheView;
import io.peerdeck.node.Change;
import io.peerdeck.node.DiskView;
import io.peerdeck.node.EventView;
import io.peerdeck.node.FleetView;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeStatus;
import io.peerdeck.node.PeerView;
import io.peerdeck.node.RunQuery;
import io.peerdeck.node.RunSummary;
import io.peerdeck.node.WatchView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.AutoGrid;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.Facts;
import io.peerdeck.panel.part.Inspection;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.View;
import io.peerdeck.panel.part.Viewport;
import io.peerdeck.panel.part.WrapRow;
import io.peerdeck.schedule.RunStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javafx.beans.value.ChangeListener;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Health at a glance, what needs a decision, the last runs and the last events.
public final class OverviewView extends View {
  private static final Texts TEXTS = Texts.of("overview");
  private static final int RECENT = 6;
  private static final int LAST = 20;
  private static final int EVENTS = 8;

  /// A glance is not read more often than twice a second.
  private static final Duration CALM = Duration.ofMillis(500);

  private final Desk desk;
  private final ScrollPane root = new ScrollPane();
  private final VBox content = new VBox();

  /// What says nothing before the first reading comes with it: the window is drawn sooner.
  private final List<Region> more;

  private final OverviewTiles tiles;
  private final TrendsPane trends = new TrendsPane();
  private final Decisions needs;
  private final LastThings last;
  private final ChangeListener<Optional<NodeStatus>> onStatus = (o, was, is) -> status();
  private final ChangeListener<List<PeerView>> onPeers = (o, was, is) -> status();
  private Optional<NodeStatus> inspected = Optional.empty();
  private Optional<FleetView> fleet = Optional.empty();
  private Recent recent =
      new Recent(
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          new WatchView(false, List.of()));

  /// What is read besides status and peers.
  private record Recent(
      List<RunSummary> last,
      List<RunSummary> failed,
      List<EventView> events,
      List<CacheReading> caches,
      Optional<DiskView> disk,
      WatchView watched) {
    List<CacheView> now() {
      return caches.isEmpty() ? List.of() : caches.getLast().caches();
    }
  }

  public OverviewView(Desk desk) {
    this.desk = desk;
    this.tiles = new OverviewTiles(desk.navigator(), this::inspectSelf, this::inspectDisk);
    this.last = new LastThings(desk);
    this.needs = new Decisions(desk);
    Label title = new Label(TEXTS.get("title"));
    title.getStyleClass().add("screen-title");
    VBox recentRuns = section(TEXTS.get("runs"), last.runs());
    VBox lastEvents = section(TEXTS.get("events"), last.events());
    AutoGrid columns = new AutoGrid();
    columns.getChildren().setAll(recentRuns, lastEvents);
    columns.getStyleClass().add("overview-columns");
    VBox decisions = section(TEXTS.get("needs"), needs.list(), needs.list().news());
    content.getChildren().setAll(title, tiles, decisions);
    content.getStyleClass().add("overview");
    more = List.of(section(TEXTS.get("trends"), trends), columns);
    needs.list().holdFor(Stream.concat(Stream.of(decisions), more.stream()));
    root.setContent(content);
    root.setFitToWidth(true);
    root.setId("overview-scroll");
    root.getStyleClass().add("edge-to-edge");
    root.setAccessibleText(TEXTS.get("title"));
    Viewport.drawDirectly(root);
    own(
        desk.bridge()
            .watch(
                TEXTS.get("reading"),
                change ->
                    change instanceof Change.Run
                        || change instanceof Change.Events
                        || change instanceof Change.Status
                        || change instanceof Change.Blobs,
                (node, news) -> read(node),
                this::show)
            .atMostEvery(CALM));
    own(
        desk.bridge()
            .watch(
                TEXTS.get("readingFleet"),
                change -> change instanceof Change.Fleet || change instanceof Change.Peers,
                (node, news) -> node.fleet(),
                this::decide)
            .atMostEvery(CALM));
    desk.fleet()
        .status()
        .addListener((o, was, is) -> is.ifPresent(s -> trends.add(s, desk.time().instant())));
    desk.fleet().peers().addListener((o, was, is) -> trends.add(is, desk.time().instant()));
  }

  @Override
  public Region root() {
    return root;
  }

  @Override
  public void focus() {
    tiles.requestFocus();
  }

  @Override
  public void refreshTimes() {
    show(recent);
  }

  @Override
  public void attach() {
    super.attach();
    desk.fleet().status().addListener(onStatus);
    desk.fleet().peers().addListener(onPeers);
    status();
  }

  @Override
  public void detach() {
    super.detach();
    desk.fleet().status().removeListener(onStatus);
    desk.fleet().peers().removeListener(onPeers);
  }

  private static Recent read(Node node) {
    List<RunSummary> last = node.runs(RunQuery.all(LAST)).runs();
    return new Recent(
        last,
        failing(node, last),
        node.events(EVENTS),
        node.cacheHistory(),
        node.disk(),
        node.watched());
  }

  /// The newest failures whose workflow has not succeeded, nor been started anew, since.
  private static List<RunSummary> failing(Node node, List<RunSummary> last) {
    Map<String, RunSummary> newest = new HashMap<>();
    last.forEach(run -> newest.putIfAbsent(run.name(), run));
    return node.runs(RunQuery.all(LAST).withStatuses(Set.of(RunStatus.FAILED))).runs().stream()
        .filter(run -> newest.getOrDefault(run.name(), run).id().equals(run.id()))
        .toList();
  }

  private void show(Recent read) {
    recent = read;
    if (!content.getChildren().containsAll(more)) {
      content.getChildren().addAll(more);
    }
    last.show(read.last().stream().limit(RECENT).toList(), read.events());
    trends.show(read.caches());
    tiles.cache(Health.cache(read.now()));
    tiles.disk(Health.disk(read.disk()));
    status();
  }

  private void decide(FleetView read) {
    fleet = Optional.of(read);
    status();
  }

  private void status() {
    Optional<NodeStatus> status = desk.fleet().status().get();
    List<PeerView> peers = desk.fleet().peers().get();
    status.ifPresent(
        s -> {
          tiles.node(Health.node(s));
          tiles.fleet(Health.fleet(s, peers));
          tiles.queue(Health.queue(s, recent.last()).with(recent.watched()));
        });
    needs.show(status, fleet, peers, recent.failed());
    status.filter(s -> inspected.filter(s::equals).isEmpty()).ifPresent(this::inspectSelf);
  }

  private void inspectSelf() {
    desk.fleet().status().get().ifPresent(this::inspectSelf);
  }

  private void inspectSelf(NodeStatus status) {
    inspected = Optional.of(status);
    Mark mark = Mark.of(status.network());
    Facts facts = new Facts().id(TEXTS.get("self.id"), status.self().id());
    status.fleet().ifPresent(fleet -> facts.id(TEXTS.get("self.fleet"), fleet));
    status.addresses().forEach(a -> facts.copyable(TEXTS.get("self.address"), a));
    facts
        .add(TEXTS.get("self.slots"), status.slotsBusy() + " / " + status.slots())
        .add(TEXTS.get("self.clock"), Words.number(status.clockEntries()))
        .id(TEXTS.get("self.head"), status.clockHead())
        .time(TEXTS.get("self.started"), status.startedAt(), desk.time())
        .copyable(TEXTS.get("self.data"), status.data().toString())
        .add(TEXTS.get("self.version"), status.version());
    inspect(
        new Inspection(status.self().name())
            .mark(mark, mark.word())
            .note(status.networkReason())
            .part(facts)
            .command("peerdeck peer list"));
  }

  /// What the data folder takes of its disk.
  private void inspectDisk() {
    Health health = Health.disk(recent.disk());
    Inspection inspection =
        new Inspection(TEXTS.get("tile.disk"))
            .mark(health.mark(), health.mark().word())
            .note(health.reason());
    recent
        .disk()
        .ifPresent(
            disk ->
                inspection.part(
                    new Facts()
                        .add(TEXTS.get("disk.free"), Words.bytes(disk.free()))
                        .add(TEXTS.get("disk.total"), Words.bytes(disk.total()))
                        .add(TEXTS.get("disk.database"), Words.bytes(disk.database()))
                        .add(TEXTS.get("disk.blobs"), Words.bytes(disk.blobs()))
                        .add(TEXTS.get("disk.logs"), Words.bytes(disk.logs()))
                        .add(TEXTS.get("disk.jobs"), Words.bytes(disk.jobs()))
                        .add(TEXTS.get("disk.warn"), Words.bytes(disk.warnBelow()))
                        .time(TEXTS.get("disk.measured"), disk.measuredAt(), desk.time())));
    inspect(inspection);
  }

  private static VBox section(String title, Region content, Region... beside) {
    Label label = new Label(title);
    label.getStyleClass().add("section-title");
    content.getStyleClass().add("card-list");
    WrapRow head = new WrapRow(label);
    head.getChildren().addAll(beside);
    VBox section = new VBox(beside.length == 0 ? label : head, content);
    section.getStyleClass().add("section");
    VBox.setVgrow(content, Priority.ALWAYS);
    return section;
  }
}
