package io.peerdeck.panel.peers;

import io.peerdeck.node.NodeStatus;
import io.peerdeck.node.PeerView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Actions;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Column;
import io.peerdeck.panel.part.DataTable;
import io.peerdeck.panel.part.DataTableKeys;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.EmptyState;
import io.peerdeck.panel.part.Facet;
import io.peerdeck.panel.part.Facts;
import io.peerdeck.panel.part.Inspection;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.Offer;
import io.peerdeck.panel.part.View;
import java.time.Duration;
import java.util.Comparator;
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
  private final Desk desk;
  private final VBox root = new VBox();
  private final DataTable<PeerView> table;
  private final TextField address = new TextField();
  private final TextField name = new TextField();
  private final Button add;
  private final ChangeListener<List<PeerView>> show;
  private List<PeerView> inspected = List.of();

  public PeersView(Desk desk) {
    this.desk = desk;
    this.table =
        new DataTable<>(
            desk,
            "peers",
            TEXTS.get("title"),
            peer -> peer.peer().id(),
            columns(),
            List.of(
                new Facet<>("state", TEXTS.get("facet.state"), p -> List.of(mark(p).word())),
                new Facet<>("role", TEXTS.get("facet.role"), PeerView::roles),
                new Facet<>("label", TEXTS.get("facet.label"), PeerView::labels)),
            Comparator.comparing((PeerView p) -> !p.self())
                .thenComparing(p -> p.peer().name(), String.CASE_INSENSITIVE_ORDER)
                .thenComparing(p -> p.peer().id()),
            new PeerActions(desk).all(),
            new EmptyState(Feather.USERS, TEXTS.get("empty.title"), TEXTS.get("empty.text")));
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
              desk.notices()
                  .tell(TEXTS.get("add.done", peer.peer().name()), TEXTS.get("add.doneText"));
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
    desk.notices().tell(TEXTS.get("copyMine.done"), addresses.getFirst());
  }

  private void selected(List<PeerView> peers) {
    if (peers.equals(inspected)) {
      return;
    }
    inspected = peers;
    if (peers.size() == 1) {
      inspect(inspection(peers.getFirst()));
    } else {
      inspectNothing();
    }
  }

  private Inspection inspection(PeerView peer) {
    Facts facts =
        new Facts()
            .id(TEXTS.get("fact.id"), peer.peer().id())
            .add(TEXTS.get("fact.roles"), String.join(", ", peer.roles()))
            .add(TEXTS.get("fact.labels"), String.join(", ", peer.labels()))
            .add(TEXTS.get("fact.slots"), TEXTS.get("fact.slotsBusy", peer.running(), peer.slots()))
            .add(TEXTS.get("fact.trust"), trust(peer), trust(peer).word())
            .add(TEXTS.get("fact.rtt"), rtt(peer))
            .add(TEXTS.get("fact.bytes"), bytes(peer));
    peer.lastSeen().ifPresent(at -> facts.add(TEXTS.get("fact.seen"), Words.ago(at, desk.time())));
    peer.agent().ifPresent(agent -> facts.add(TEXTS.get("fact.agent"), agent));
    peer.addresses().forEach(a -> facts.copyable(TEXTS.get("fact.address"), a));
    Inspection inspection =
        new Inspection(peer.peer().name())
            .mark(mark(peer), mark(peer).word())
            .note(peer.stateReason())
            .part(facts);
    if (peer.self()) {
      return inspection.command("peerdeck peer list");
    }
    return inspection
        .actions(
            new Actions<>(new PeerActions(desk).all(), () -> List.of(peer)).buttons("inspector"))
        .command("peerdeck peer " + (peer.trusted() ? "untrust " : "trust ") + peer.peer().id());
  }

  private List<Column<PeerView>> columns() {
    return List.of(
        Column.<PeerView>mark(
                "state", TEXTS.get("column.state"), 9.5, PeersView::mark, p -> mark(p).word())
            .withTooltip(PeerView::stateReason),
        Column.<PeerView>text("name", TEXTS.get("column.name"), 11, p -> p.peer().name())
            .withTooltip(p -> p.peer().name() + "\n" + p.peer().id()),
        Column.number(
            "rtt",
            TEXTS.get("column.rtt"),
            5.5,
            PeersView::rtt,
            p -> p.rtt().map(Duration::toNanos).orElse(Long.MAX_VALUE)),
        Column.number(
            "slots",
            TEXTS.get("column.slots"),
            5,
            p -> p.running() + " / " + p.slots(),
            PeerView::running),
        Column.mark(
            "trust", TEXTS.get("column.trust"), 8.5, PeersView::trust, p -> trust(p).word()),
        Column.text("roles", TEXTS.get("column.roles"), 13, p -> String.join(", ", p.roles())),
        Column.number(
            "seen",
            TEXTS.get("column.seen"),
            7,
            p -> p.self() ? "" : p.lastSeen().map(at -> Words.ago(at, desk.time())).orElse(""),
            p -> p.lastSeen().map(at -> -at.toEpochMilli()).orElse(Long.MAX_VALUE)),
        Column.<PeerView>text(
                "labels", TEXTS.get("column.labels"), 16, p -> String.join(", ", p.labels()))
            .hidden(),
        Column.<PeerView, Long>number(
                "bytes",
                TEXTS.get("column.bytes"),
                11,
                PeersView::bytes,
                p -> p.bytesIn() + p.bytesOut())
            .hidden(),
        Column.<PeerView>text("agent", TEXTS.get("column.agent"), 9, p -> p.agent().orElse(""))
            .hidden(),
        Column.<PeerView>text("id", TEXTS.get("column.id"), 8, p -> Words.shortId(p.peer().id()))
            .withTooltip(p -> p.peer().id())
            .hidden());
  }

  static Mark mark(PeerView peer) {
    return peer.self() ? Mark.SELF : Mark.of(peer.state());
  }

  private static Mark trust(PeerView peer) {
    return peer.self() || peer.trusted() ? Mark.TRUSTED : Mark.NOT_TRUSTED;
  }

  private static String rtt(PeerView peer) {
    return peer.rtt().map(Words::roundTrip).orElse(peer.self() ? "" : "–");
  }

  private static String bytes(PeerView peer) {
    return TEXTS.get("bytes", Words.bytes(peer.bytesIn()), Words.bytes(peer.bytesOut()));
  }
}
