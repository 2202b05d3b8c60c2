package io.peerdeck.panel.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.PeerConduct;
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
import java.util.Optional;
import javafx.geometry.Point2D;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/// The map of connections: chosen by keys and pointer, said in words, a list for many.
public final class PeerMapTest {
  private final ScriptedNode node = connected(PicturesTest.filled());

  /// nuc-1 directly, nuc-2 by way of it, the rest not.
  public static ScriptedNode connected(ScriptedNode node) {
    PeerView direct = node.peers.get(1);
    PeerView behind = node.peers.get(2);
    node.peers.set(1, Script.known(direct));
    node.peers.set(
        2,
        Script.linked(
            behind, PeerConduct.UNKNOWN, Script.link(behind, Optional.of(direct.peer()))));
    return node;
  }

  @Test
  void keysGoAroundAndTheTextSaysHowEachIsConnected() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.PEERS).fire("#peers-page-map");
      PeerMap map = deck.node("#peers-map", PeerMap.class);
      FxThread.run(map::requestFocus);
      assertThat(said(map)).isEqualTo("Map of the connections of 5 peers. Arrows choose one.");
      deck.press(KeyCode.HOME).press(KeyCode.LEFT);
      assertThat(said(map))
          .startsWith("nuc-2, 5 of 5, online")
          .contains("Connected by way of nuc-1, which passes the bytes on");
      assertThat(deck.text("#peers-map-sentence")).contains("by way of nuc-1");
      deck.press(KeyCode.LEFT);
      assertThat(said(map)).contains("Connected directly: this machine dialled /ip4/192.168.1.21");
      deck.press(KeyCode.HOME).press(KeyCode.RIGHT);
      assertThat(said(map))
          .startsWith("attic-pi, 2 of 5, no link")
          .contains("Not connected. attic-pi has not answered for 2 h.");
      assertThat(selected(deck)).isEqualTo(Script.ref(4).id());
    }
  }

  @Test
  void aClickChoosesForTheInspectorToo() {
    try (Deck deck = new Deck(node, Theme.LIGHT, InstantSource.fixed(Script.NOW), 1400, 900)) {
      deck.show(Screen.PEERS).fire("#peers-page-map");
      PeerMap map = deck.node("#peers-map", PeerMap.class);
      deck.until("it is drawn", () -> map.place(Script.ref(3).id()).isPresent());
      Point2D place = FxThread.call(() -> map.place(Script.ref(3).id())).orElseThrow();
      deck.click(FxThread.call(() -> map.localToScreen(place)));
      assertThat(said(map)).startsWith("macbook, 3 of 5, suspect");
      assertThat(deck.text(".inspection-title")).isEqualTo("macbook");
    }
  }

  @Test
  void manyAreListedInstead() {
    for (int i = 5; i < 62; i++) {
      node.peers.add(Script.peer(i, "vm-" + i, "online"));
    }
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.PEERS).fire("#peers-page-map");
      ListView<?> list = deck.node("#peers-links", ListView.class);
      assertThat(deck.exists("#peers-map")).isFalse();
      assertThat(list.getItems()).hasSize(62);
      FxThread.run(() -> list.getSelectionModel().select(3));
      deck.settle();
      String picked = ((PeerView) list.getItems().get(3)).peer().id();
      assertThat(selected(deck)).isEqualTo(picked);
      deck.fire("#peers-page-map");
      node.peers.removeIf(peer -> peer.peer().name().equals("vm-61"));
      node.changed(new io.peerdeck.node.Change.Peers());
      deck.until("sixty around are mapped again", () -> !deck.visible("#peers-map").isEmpty());
    }
  }

  /// The id of the one row selected in the registry.
  private static String selected(Deck deck) {
    deck.fire("#peers-page-registry");
    DataTableOf<PeerView> table = deck.table("peers");
    return FxThread.call(() -> table.view().getSelectionModel().getSelectedItem().peer().id());
  }

  private static String said(PeerMap map) {
    return FxThread.call(map::getAccessibleText);
  }
}
