package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.InviteRequest;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeConfig;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.look.Theme;
import io.peerdeck.panel.part.DataTableKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyCode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An invitation that is dropped on the window, or given on the command line.
final class InvitationTest {
  private static final String INVITE = "peerdeck:uABCdef123";
  @TempDir private Path folder;

  @Test
  void aDroppedInvitationSaysWhatWouldBeLeftAndJoinsAfterAYes() {
    ScriptedNode node = PicturesTest.filled();
    try (Deck deck = new Deck(node)) {
      Drags.text(deck, DragEvent.DRAG_OVER, INVITE);
      assertThat(deck.text("#drop-title")).isEqualTo("Drop to join the fleet of this invitation");
      Drags.text(deck, DragEvent.DRAG_DROPPED, "  " + INVITE + "\nsent by anna");
      assertThat(deck.exists("#drop")).isFalse();
      assertThat(deck.text("#confirm .overlay-title"))
          .isEqualTo("Join the fleet of this invitation?");
      deck.click("#confirm-no");
      assertThat(node.did).isEmpty();
      Drags.text(deck, DragEvent.DRAG_DROPPED, INVITE);
      deck.click("#confirm-yes");
      assertThat(node.did).containsExactly("join " + INVITE + " leaving");
      assertThat(deck.exists("#peers-table")).isTrue();
    }
  }

  @Test
  void otherTextIsNotTaken() {
    try (Deck deck = new Deck(PicturesTest.filled())) {
      for (String text :
          List.of("see peerdeck:uABC", "https://example.org", "peerdeck:" + "x".repeat(20_000))) {
        Drags.text(deck, DragEvent.DRAG_OVER, text);
        assertThat(deck.exists("#drop")).isFalse();
        Drags.text(deck, DragEvent.DRAG_DROPPED, text);
        assertThat(deck.exists("#confirm")).isFalse();
      }
    }
  }

  @Test
  void anInvitationFromTheCommandLineIsAskedAboutToo() {
    ScriptedNode node = PicturesTest.filled();
    try (Deck deck = new Deck(node)) {
      deck.window.handedOver(List.of(), Optional.of(INVITE));
      deck.click("#confirm-yes");
      assertThat(node.did).containsExactly("join " + INVITE + " leaving");
    }
  }

  @Test
  void anInvitationIsPastedToo() {
    ScriptedNode node = PicturesTest.filled();
    try (Deck deck = new Deck(node)) {
      FxThread.run(() -> DataTableKeys.copy("nothing of the kind"));
      deck.press(KeyCode.CONTROL, KeyCode.V);
      assertThat(deck.text("#notice-text")).contains("text of an invitation");
      FxThread.run(() -> DataTableKeys.copy(INVITE));
      deck.press(KeyCode.CONTROL, KeyCode.V);
      deck.click("#confirm-yes");
      assertThat(node.did).containsExactly("join " + INVITE + " leaving");
    }
  }

  @Test
  void aRefusedInvitationSaysWhy() {
    ScriptedNode node = PicturesTest.filled();
    node.refusal = Optional.of("The invitation has expired: ask for another one.");
    try (Deck deck = new Deck(node)) {
      Drags.text(deck, DragEvent.DRAG_DROPPED, INVITE);
      deck.click("#confirm-yes");
      assertThat(deck.text("#notice-text")).contains("has expired");
    }
  }

  @Test
  void aMachineComesIntoTheFleetWhoseInvitationIsDroppedOnItsPanel() {
    try (Node anna = node("anna");
        Node bert = node("bert");
        Deck deck = new Deck(bert, Theme.LIGHT, InstantSource.system(), 1000, 1000)) {
      String invite = anna.createInvite(InviteRequest.STANDARD).text();
      Drags.text(deck, DragEvent.DRAG_DROPPED, invite);
      deck.click("#confirm-yes");
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> bert.fleet().id().equals(anna.fleet().id()) && bert.peers().size() == 2);
      deck.<Object>table("peers").untilRows(2);
      assertThat(deck.text("#notice-title")).isEqualTo("On the way into the fleet");
    }
  }

  private Node node(String name) {
    return Node.open(
        NodeConfig.at(folder.resolve(name))
            .withName(name)
            .withListen(List.of("/ip4/127.0.0.1/tcp/0")));
  }
}
