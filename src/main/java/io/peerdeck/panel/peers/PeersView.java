package io.peerdeck.panel.peers;

import io.peerdeck.node.Change;
import io.peerdeck.node.FleetView;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeException;
import io.peerdeck.node.PeerHistory;
import io.peerdeck.node.PeerView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Watch;
import io.peerdeck.panel.part.DataTable;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.EmptyState;
import io.peerdeck.panel.part.Offer;
import io.peerdeck.panel.part.TablePage;
import io.peerdeck.panel.peers.PeerPages.Page;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.value.ChangeListener;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The registry: who belongs to the fleet, how they are, how they are connected, whom this machine
/// trusts, who is invited and who asks to come in.
public final class PeersView extends TablePage {
  private static final Texts TEXTS = Texts.of("peers");
  private static final Duration CALM = Duration.ofSeconds(1);
  private final Desk desk;
  private final DataTable<PeerView> table;
  private final AddPeerForm form;
  private final PeerMapPane map = new PeerMapPane(this::chooseKey);
  private final InvitesPane invites;
  private final SourcesPane sources;
  private final WaitingPane waiting;
  private final PeerPages pages;
  private final ChangeListener<List<PeerView>> show;
  private final PeerActions actions;
  private final PeerHistoryPane history = new PeerHistoryPane();
  private final Watch<Optional<Seen>> historyWatch;
  private volatile List<PeerView> inspected = List.of();
  private Optional<FleetView> fleet = Optional.empty();

  /// A peer's history; the selection may have moved on since it was asked for.
  private record Seen(String peer, PeerHistory history) {}

  public PeersView(Desk desk) {
    this.desk = desk;
    this.actions = new PeerActions(desk, this::admin);
    this.form = new AddPeerForm(desk);
    this.waiting = new WaitingPane(desk);
    this.table =
        new DataTable<>(
            desk,
            "peers",
            TEXTS.get("title"),
            peer -> peer.peer().id(),
            PeerColumns.all(desk.time()),
            PeerColumns.facets(),
            PeerColumns.ORDER,
            actions.all(),
            new EmptyState(Feather.USERS, TEXTS.get("empty.title"), TEXTS.get("empty.text")));
    this.historyWatch =
        own(
            desk.bridge()
                .watch(
                    TEXTS.get("reading.history"),
                    change -> change instanceof Change.Peers,
                    (node, news) -> read(node),
                    (Optional<Seen> seen) -> seen.ifPresent(this::show))
                .atMostEvery(CALM));
    own(
        desk.bridge()
            .watch(
                TEXTS.get("reading.fleet"),
                change -> change instanceof Change.Fleet || change instanceof Change.Peers,
                (node, news) -> node.fleet(),
                this::show)
            .atMostEvery(CALM));
    table.onSelection(this::selected);
    show = (o, was, is) -> show(is);
    invites = new InvitesPane(desk, this::admin);
    sources = new SourcesPane(desk);
    own(sources.watch());
    VBox.setVgrow(table, Priority.ALWAYS);
    pages =
        new PeerPages(
            desk,
            Map.of(
                Page.REGISTRY,
                new VBox(table, form),
                Page.MAP,
                map,
                Page.INVITES,
                invites.table(),
                Page.SOURCES,
                sources.table()),
            waiting,
            this::turned);
  }

  @Override
  protected DataTable<PeerView> table() {
    return table;
  }

  @Override
  public Region root() {
    return pages;
  }

  @Override
  public void focus() {
    switch (pages.page()) {
      case REGISTRY -> table.focusTable();
      case MAP -> map.focus();
      case INVITES -> invites.table().focusTable();
      case SOURCES -> sources.table().focusTable();
    }
  }

  @Override
  public List<Offer> offers() {
    return Stream.of(
            table.actions().offers(),
            invites.table().actions().offers(),
            sources.table().actions().offers(),
            waiting.offers())
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public List<Offer> keys() {
    return Stream.concat(
            shown().actions().keys().stream(),
            invites.table().actions().keys().stream().filter(offer -> offer.id().equals("invite")))
        .toList();
  }

  @Override
  public boolean pressed(KeyEvent event) {
    return runs(event);
  }

  @Override
  public void chooseKey(String key) {
    if (shown() != table) {
      pages.turn(Page.REGISTRY);
    }
    super.chooseKey(key);
  }

  @Override
  public void focusFilter() {
    if (pages.page() == Page.MAP) {
      pages.turn(Page.REGISTRY);
    }
    shown().filters().field().requestFocus();
  }

  private DataTable<?> shown() {
    return switch (pages.page()) {
      case INVITES -> invites.table();
      case SOURCES -> sources.table();
      case REGISTRY, MAP -> table;
    };
  }

  @Override
  public void refreshTimes() {
    table.refreshTimes();
    sources.table().refreshTimes();
    invites.table().refreshTimes();
    waiting.refreshTimes();
    if (one(inspected).isPresent()) {
      historyWatch.ask();
    }
  }

  @Override
  public void ahead() {
    show(desk.fleet().peers().get());
  }

  @Override
  public void attach() {
    super.attach();
    desk.fleet().peers().addListener(show);
    show(desk.fleet().peers().get());
  }

  @Override
  public void detach() {
    super.detach();
    desk.fleet().peers().removeListener(show);
  }

  private void turned(Page page) {
    if (page == Page.MAP) {
      map.show(desk.fleet().peers().get());
    }
  }

  private void show(List<PeerView> peers) {
    table.rows(peers);
    if (pages.page() == Page.MAP) {
      map.show(peers);
    }
  }

  private void selected(List<PeerView> peers) {
    if (peers.equals(inspected)) {
      return;
    }
    map.choose(peers.size() == 1 ? Optional.of(peers.getFirst().peer().id()) : Optional.empty());
    Optional<String> before = one(inspected);
    inspected = peers;
    if (!before.equals(one(peers))) {
      history.clear();
      historyWatch.ask();
    }
    inspectSelected();
  }

  private static Optional<String> one(List<PeerView> peers) {
    return peers.size() == 1
        ? Optional.of(peers.getFirst()).filter(p -> !p.self()).map(p -> p.peer().id())
        : Optional.empty();
  }

  private Optional<Seen> read(Node node) {
    try {
      return one(inspected).map(id -> new Seen(id, node.peerHistory(id)));
    } catch (NodeException e) {
      if (e.reason() == NodeException.Reason.NOT_FOUND) {
        // Removed meanwhile; the table is about to say so.
        return Optional.empty();
      }
      throw e;
    }
  }

  private void show(Seen seen) {
    if (one(inspected).filter(seen.peer()::equals).isPresent()) {
      history.show(seen.history());
    }
  }

  private void inspectSelected() {
    if (inspected.isEmpty()) {
      inspectNothing();
    } else if (inspected.size() == 1) {
      inspect(PeerInspection.of(desk, actions, inspected.getFirst(), history));
    } else {
      inspect(PeerInspection.of(actions, inspected, table::selection));
    }
  }

  private void show(FleetView read) {
    boolean wasAdmin = admin();
    fleet = Optional.of(read);
    waiting.show(read);
    invites.table().rows(read.invites());
    pages.show(admin(), read.invites().stream().filter(InvitesPane::open).count());
    form.admin(admin());
    if (admin() != wasAdmin) {
      table.actions().refresh();
      invites.table().actions().refresh();
      inspectSelected();
    }
  }

  /// Until the fleet is read nothing is offered that only an admin may do.
  private boolean admin() {
    return fleet.filter(FleetView::mayManage).isPresent();
  }
}
