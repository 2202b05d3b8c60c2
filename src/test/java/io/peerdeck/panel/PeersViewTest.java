package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.PeerView;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.part.Screen;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import org.junit.jupiter.api.Test;

/// Peer management: add, ping, trust, copy, and a removal that asks first.
final class PeersViewTest {
  private final ScriptedNode node = PicturesTest.filled();

  @Test
  void everyButtonDoesWhatItSays() {
    try (Deck deck = new Deck(node)) {
      DataTableOf<PeerView> table = deck.show(Screen.PEERS).table("peers");
      table.untilRows(5);
      table.select(4);
      String id = table.rows().get(4).peer().id();
      deck.click("#toolbar-ping");
      assertThat(deck.text("#notice-title")).isEqualTo("nuc-2 answered in 1.4 ms");
      deck.click("#toolbar-trust").click("#toolbar-copy-id");
      assertThat(clipboard()).isEqualTo(id);
      table.select(3);
      deck.click("#toolbar-untrust").click("#peers-copy-address");
      assertThat(clipboard()).isEqualTo(node.peers.getFirst().addresses().getFirst());
      assertThat(node.did)
          .containsExactly("ping " + id, "trust " + id, "untrust " + Script.ref(1).id());
    }
  }

  @Test
  void aPeerIsAddedByItsAddress() {
    try (Deck deck = new Deck(node)) {
      DataTableOf<PeerView> table = deck.show(Screen.PEERS).table("peers");
      TextField address = deck.node("#peers-address", TextField.class);
      FxThread.run(() -> address.setText("/ip4/10.0.0.7/tcp/4001/p2p/12D3Koo"));
      deck.click("#peers-name");
      deck.robot.write("nuc-9");
      deck.click("#peers-add");
      table.untilRows(6);
      assertThat(node.did).containsExactly("add /ip4/10.0.0.7/tcp/4001/p2p/12D3Koo");
      assertThat(deck.text("#notice-title")).isEqualTo("nuc-9 is now a member");
    }
  }

  @Test
  void removingAPeerAsksFirstNamingIt() {
    try (Deck deck = new Deck(node)) {
      DataTableOf<PeerView> table = deck.show(Screen.PEERS).table("peers");
      table.untilRows(5);
      table.select(2);
      deck.click("#toolbar-remove");
      assertThat(deck.text("#confirm .overlay-title")).isEqualTo("Remove macbook from the fleet?");
      deck.click("#confirm-no");
      assertThat(node.did).isEmpty();
      deck.click("#toolbar-remove").click("#confirm-yes");
      table.untilRows(4);
      assertThat(node.did).containsExactly("remove " + Script.ref(3).id());
    }
  }

  @Test
  void thisMachineCannotBeRemoved() {
    try (Deck deck = new Deck(node)) {
      DataTableOf<PeerView> table = deck.show(Screen.PEERS).table("peers");
      table.untilRows(5);
      table.select(0);
      assertThat(deck.node("#toolbar-remove", javafx.scene.Node.class).isDisabled()).isTrue();
    }
  }

  private static String clipboard() {
    return FxThread.call(() -> Clipboard.getSystemClipboard().getString());
  }
}
