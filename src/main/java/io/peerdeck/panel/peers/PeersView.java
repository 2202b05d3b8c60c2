package io.peerdeck.panel.peers;

import io.peerdeck.node.Change;
import io.peerdeck.node.FleetView;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeStatus;
import io.peerdeck.node.PeerHistory;
import io.peerdeck.node.PeerView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Watch;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.DataTable;
import io.peerdeck.panel.part.DataTableKeys;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.EmptyState;
import io.peerdeck.panel.part.Offer;
import io.peerdeck.panel.part.View;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.beans.value.ChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The registry: who belongs to the fleet, how they are, whom this machine trusts.
public final class PeersView extends View {
  private static final Texts TEXTS = Texts.of("peers");
  private static final Duration CALM = Duration.ofSeconds(1);
  private final Desk desk;
  private final VBox root = new VBox();
  private final DataTable<PeerView> table;
  private final TextField address = new TextField();
  private final TextField name = new TextField();
  private final Button add;
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
    show = (o, was, is) -> table.rows(is);
    add = Buttons.of(Feather.USER_PLUS, TEXTS.get("add"), this::add, "accent");
    add.setId("peers-add");
    add.setMinWidth(Region.USE_PREF_SIZE);
    add.setDisable(true);
    address.setId("peers-address");
    address.setPromptText(TEXTS.get("add.address"));
    address.setAccessibleText(TEXTS.get("add.accessible"));
    address.textProperty().addListener((o, was, is) -> add.setDisable(is.isBlank()));
    address.setOnAction(event -> add());
    HBox.setHgrow(address, Priority.ALWAYS);
    name.setId("peers-name");
    name.setPromptText(TEXTS.get("add.name"));
    name.setAccessibleText(TEXTS.get("add.name"));
    name.setOnAction(event -> add());
    Button copy = Buttons.of(Feather.COPY, TEXTS.get("copyMine"), this::copyAddress);
    copy.setId("peers-copy-address");
    copy.setMinWidth(Region.USE_PREF_SIZE);
    HBox form = new HBox(address, name, add, copy);
    form.getStyleClass().add("table-footer");
    VBox.setVgrow(table, Priority.ALWAYS);
    root.getStyleClass().add("peers");
    root.getChildren().setAll(table, form);
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
  public List<Offer> offers() {
    return table.actions().offers();
  }

  @Override
  public boolean pressed(KeyEvent event) {
    return table.actions().run(event);
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
  public void refreshTimes() {
    table.refreshTimes();
    if (one(inspected).isPresent()) {
      historyWatch.ask();
    }
  }

  @Override
  public void attach() {
    super.attach();
    desk.fleet().peers().addListener(show);
    table.rows(desk.fleet().peers().get());
  }

  @Override
  public void detach() {
    super.detach();
    desk.fleet().peers().removeListener(show);
  }

  private void add() {
    String wanted = address.getText().strip();
    if (wanted.isEmpty()) {
      return;
    }
    Optional<String> called = Optional.of(name.getText().strip()).filter(text -> !text.isEmpty());
    add.setDisable(true);
    desk.bridge()
        .act(
            TEXTS.get("add.failed"),
            node -> node.addPeer(wanted, called),
            peer -> {
              address.clear();
              name.clear();
              desk.toasts().done(TEXTS.get("add.done", peer.peer().name()));
            },
            e -> {
              add.setDisable(address.getText().isBlank());
              desk.notices().problem(TEXTS.get("add.failed"), desk.bridge().message(e));
            });
  }

  private void copyAddress() {
    List<String> addresses =
        desk.fleet().status().get().map(NodeStatus::addresses).orElse(List.of());
    if (addresses.isEmpty()) {
      desk.notices().problem(TEXTS.get("copyMine.none"), TEXTS.get("copyMine.noneText"));
      return;
    }
    DataTableKeys.copy(addresses.getFirst());
    desk.toasts().done(TEXTS.get("copyMine.done", addresses.getFirst()));
  }

  private void selected(List<PeerView> peers) {
    if (peers.equals(inspected)) {
      return;
    }
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
    return one(inspected).map(id -> new Seen(id, node.peerHistory(id)));
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
    if (admin() != wasAdmin) {
      table.actions().refresh();
      inspectSelected();
    }
  }

  /// Until the fleet is read nothing is offered that only an admin may do.
  private boolean admin() {
    return fleet.filter(FleetView::mayManage).isPresent();
  }
}
