package io.peerdeck.panel.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.Change;
import io.peerdeck.node.PeerView;
import io.peerdeck.panel.DataTableOf;
import io.peerdeck.panel.Deck;
import io.peerdeck.panel.PicturesTest;
import io.peerdeck.panel.Script;
import io.peerdeck.panel.ScriptedNode;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.look.Theme;
import io.peerdeck.panel.part.Screen;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.MouseButton;
import org.junit.jupiter.api.Test;

/// The registry: what is told of a peer, and everything that can be done to one.
final class PeersViewTest {
  private final ScriptedNode node = PicturesTest.filled();

  private static Deck wide(ScriptedNode node) {
    return new Deck(node, Theme.LIGHT, InstantSource.fixed(Script.NOW), 1400, 900);
  }

  private static DataTableOf<PeerView> table(Deck deck) {
    DataTableOf<PeerView> table = deck.show(Screen.PEERS).table("peers");
    table.untilRows(5);
    return table;
  }

  @Test
  void pingBlockDrainAndCopyDoWhatTheySayAndCanBeTakenBack() {
    try (Deck deck = wide(node)) {
      DataTableOf<PeerView> table = table(deck);
      table.select(4);
      String id = table.rows().get(4).peer().id();
      deck.fire("#toolbar-ping");
      assertThat(toast(deck)).isEqualTo("nuc-2 answered in 1.4 ms");
      deck.fire("#toolbar-copy-id");
      assertThat(clipboard()).isEqualTo(id);
      deck.fire("#toolbar-block");
      assertThat(node.did).containsExactly("ping " + id, "block " + id);
      deck.fire(".toast-undo");
      assertThat(node.did).endsWith("unblock " + id);
      deck.fire("#toolbar-drain");
      assertThat(node.did.getLast()).startsWith("update " + id).contains("Optional[true]");
      deck.fire("#peers-copy-address");
      assertThat(clipboard()).isEqualTo(node.peers.getFirst().addresses().getFirst());
    }
  }

  @Test
  void rolesAreInSightBesideTheInspectorOf1400Pixels() {
    try (Deck deck = wide(node)) {
      DataTableOf<PeerView> table = table(deck);
      table.select(4);
      deck.until("the inspector is beside it", () -> deck.exists("#inspector"));
      double needed =
          FxThread.call(
              () -> {
                double edge = 0;
                for (var column : table.view().getVisibleLeafColumns()) {
                  edge += column.getWidth();
                  if (column.getId().equals("roles")) {
                    return edge;
                  }
                }
                return Double.MAX_VALUE;
              });
      assertThat(needed).isLessThan(table.view().getWidth());
    }
  }

  @Test
  void trustIsChosenByLevelAndApproval() {
    try (Deck deck = wide(node)) {
      table(deck).select(4);
      String id = Script.ref(2).id();
      MenuButton trust = deck.node("#toolbar-trust", MenuButton.class);
      assertThat(FxThread.call(() -> trust.getTooltip().getText()))
          .contains("peerdeck peer trust " + id + " --level host --approval never");
      FxThread.run(trust::show);
      FxThread.run(() -> trust.getItems().get(1).fire());
      FxThread.run(trust::hide);
      deck.settle();
      assertThat(node.did).containsExactly("trust " + id + " host first");
      deck.fire(".toast-undo");
      assertThat(node.did).endsWith("trust " + id + " none never");
    }
  }

  @Test
  void aMemberIsChangedAndOnlyWhatDiffersIsSent() {
    try (Deck deck = wide(node)) {
      table(deck).select(4);
      deck.fire("#toolbar-change");
      type(deck, "#change-slots", "2000");
      assertThat(deck.text("#change-problem")).contains("0 to 1,024");
      assertThat(deck.node("#change-go", Node.class).isDisabled()).isTrue();
      type(deck, "#change-slots", "8");
      CheckBox observer = deck.node("#role-observer", CheckBox.class);
      FxThread.run(() -> observer.setSelected(true));
      assertThat(deck.text("#change .command"))
          .isEqualTo(
              "peerdeck peer set %1$s --slots 8\npeerdeck fleet role %1$s operator worker observer"
                  .formatted(Script.ref(2).id()));
      node.refusal = Optional.of("Only an admin may give roles.");
      deck.fire("#change-go");
      assertThat(deck.text("#change-problem")).isEqualTo("Only an admin may give roles.");
      node.refusal = Optional.empty();
      deck.fire("#change-go");
      assertThat(deck.exists("#change")).isFalse();
      assertThat(node.did).hasSize(1);
      assertThat(node.did.getFirst())
          .contains("name=Optional.empty", "labels=Optional.empty", "slots=Optional[8]")
          .contains("roles=Optional[[operator, worker, observer]]");
    }
  }

  @Test
  void whoIsNoAdminChangesNobodyElse() {
    node.fleet = Script.withRoles(node.fleet, List.of("operator", "worker"));
    try (Deck deck = wide(node)) {
      DataTableOf<PeerView> table = table(deck);
      table.select(4);
      assertThat(deck.off("change")).isTrue();
      assertThat(deck.off("remove")).isTrue();
      assertThat(deck.off("block")).isFalse();
      table.select(0);
      deck.fire("#toolbar-change");
      assertThat(deck.node("#role-admin", Node.class).isDisabled()).isTrue();
    }
  }

  @Test
  void theInspectorTellsConnectionConductAndHistory() {
    node.peers.set(1, Script.known(node.peers.get(1)));
    node.histories.put(Script.ref(1).id(), Script.history());
    try (Deck deck = wide(node)) {
      DataTableOf<PeerView> table = table(deck);
      table.select(3);
      assertThat(table.rows().get(3).peer().name()).isEqualTo("nuc-1");
      deck.until(
          "the history is read",
          () -> deck.text("#peer-history-figures").startsWith("Now 1.2 ms, 0.6 ms to 2.4 ms"));
      assertThat(deck.text("#peer-history-figures")).endsWith("1 of 40 pings without answer");
      assertThat(texts(deck))
          .anyMatch(t -> t.startsWith("Connected directly: this machine dialled /ip4/192.168.1.21"))
          .anyMatch(t -> t.contains("Conduct: 34 of 100"))
          .anyMatch(t -> t.contains("sent 3 entries that break a rule"))
          .anyMatch(t -> t.contains("added by my-laptop"));
      table.select(4);
      deck.until(
          "another peer's history",
          () -> deck.text("#peer-history-figures").startsWith("No round trip"));
    }
  }

  @Test
  void whatIsPressedInTheInspectorStaysThereUntilItIsLetGo() {
    try (Deck deck = wide(node)) {
      DataTableOf<PeerView> table = table(deck);
      table.select(3);
      MenuButton trust = deck.node("#inspector-trust", MenuButton.class);
      FxThread.run(trust::show);
      node.peers.set(1, Script.known(node.peers.get(1)));
      node.changed(new Change.Peers());
      deck.settle();
      assertThat(FxThread.call(() -> trust.isShowing() && trust.getScene() != null)).isTrue();
      FxThread.run(trust::hide);
      deck.until("the news", () -> texts(deck).stream().anyMatch(t -> t.contains("34 of 100")));

      deck.point("#inspector-ping");
      deck.robot.press(MouseButton.PRIMARY);
      PeerView quiet = Script.peers().get(1);
      node.peers.set(1, quiet);
      node.changed(new Change.Peers());
      deck.settle();
      deck.robot.release(MouseButton.PRIMARY);
      deck.settle();
      assertThat(node.did).containsExactly("ping " + quiet.peer().id());
      deck.until("the news", () -> texts(deck).stream().noneMatch(t -> t.contains("34 of 100")));
    }
  }

  @Test
  void aPeerIsAddedByItsAddress() {
    try (Deck deck = new Deck(node)) {
      DataTableOf<PeerView> table = table(deck);
      type(deck, "#peers-address", "/ip4/10.0.0.7/tcp/4001/p2p/12D3Koo");
      deck.click("#peers-name");
      deck.write("nuc-9");
      deck.click("#peers-add");
      table.untilRows(6);
      assertThat(node.did).containsExactly("add /ip4/10.0.0.7/tcp/4001/p2p/12D3Koo");
      assertThat(toast(deck)).startsWith("nuc-9 is now a member");
    }
  }

  @Test
  void removingAsksFirstNamingAll() {
    try (Deck deck = new Deck(node)) {
      DataTableOf<PeerView> table = table(deck);
      table.select(2);
      deck.click("#toolbar-remove");
      assertThat(deck.text("#confirm .overlay-title")).isEqualTo("Remove macbook from the fleet?");
      deck.click("#confirm-no");
      assertThat(node.did).isEmpty();
      table.select(2, 4);
      deck.click("#toolbar-remove");
      assertThat(deck.text("#confirm .overlay-title")).isEqualTo("Remove 2 peers from the fleet?");
      deck.click("#confirm-yes");
      table.untilRows(3);
      assertThat(node.did)
          .containsExactlyInAnyOrder(
              "remove " + Script.ref(3).id(), "remove " + Script.ref(2).id());
    }
  }

  @Test
  void thisMachineCannotBeRemovedOrBlocked() {
    try (Deck deck = new Deck(node)) {
      table(deck).select(0);
      assertThat(deck.off("remove")).isTrue();
      assertThat(deck.off("block")).isTrue();
    }
  }

  private static void type(Deck deck, String query, String text) {
    TextField field = deck.node(query, TextField.class);
    FxThread.run(() -> field.setText(text));
    deck.settle();
  }

  private static String toast(Deck deck) {
    return deck.text(".toast-text");
  }

  private static List<String> texts(Deck deck) {
    return FxThread.call(
        () ->
            deck.visible("#inspector .label").stream()
                .map(label -> ((javafx.scene.control.Labeled) label).getText())
                .toList());
  }

  private static String clipboard() {
    return FxThread.call(() -> Clipboard.getSystemClipboard().getString());
  }
}
