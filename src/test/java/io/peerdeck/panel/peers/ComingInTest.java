package io.peerdeck.panel.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.Change;
import io.peerdeck.node.FleetView;
import io.peerdeck.node.InviteView;
import io.peerdeck.node.SourceView;
import io.peerdeck.panel.DataTableOf;
import io.peerdeck.panel.Deck;
import io.peerdeck.panel.PicturesTest;
import io.peerdeck.panel.Script;
import io.peerdeck.panel.ScriptedNode;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.part.Screen;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/// How machines come into the fleet, and whose jobs may run here.
final class ComingInTest {
  private final ScriptedNode node = PicturesTest.filled();

  @Test
  void anInvitationIsMadeShownOnceListedAndTakenBack() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.PEERS).fire("#peers-invite");
      TextField uses = deck.node("#invite-uses", TextField.class);
      FxThread.run(() -> uses.setText("0"));
      assertThat(deck.text("#invite-problem")).contains("1 to 1,000");
      FxThread.run(() -> uses.setText("3"));
      check(deck, "#role-operator", false);
      assertThat(deck.text("#invite .command"))
          .isEqualTo("peerdeck fleet invite --role worker --uses 3 --valid 24h");
      deck.fire("#invite-go");
      assertThat(node.did).containsExactly("invite [worker] 3 PT24H");
      TextArea text = deck.node("#invite-text", TextArea.class);
      assertThat(FxThread.<String>call(text::getText)).isEqualTo("peerdeck:uTEXT");
      deck.fire("#invite-copy").fire("#invite-close");
      assertThat(FxThread.call(() -> Clipboard.getSystemClipboard().getString()))
          .isEqualTo("peerdeck:uTEXT");
      deck.until(
          "the open one is counted",
          () -> deck.text("#peers-page-invites").equals("Invitations (1 open)"));
      deck.fire("#peers-page-invites");
      DataTableOf<InviteView> table = deck.table("invites");
      table.untilRows(1);
      assertThat(table.said()).contains("in 24 h");
      table.select(0);
      deck.fire("#toolbar-revoke").fire("#confirm-yes");
      deck.until(
          "it is taken back", () -> table.view().getItems().getFirst().state().equals("revoked"));
      assertThat(node.did).hasSize(2).last().asString().startsWith("revoke bafyreiinvite");
      assertThat(deck.off("revoke")).isTrue();
    }
  }

  @Test
  void wherePeersAreFoundIsToldWithWhatEachSourceIsWorth() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.PEERS).fire("#peers-page-sources");
      DataTableOf<SourceView> table = deck.table("sources");
      table.untilRows(4);
      assertThat(FxThread.<List<String>>call(() -> states(table)))
          .containsExactly(
              "exchange suspended a signature is wrong",
              "file good ",
              "mdns failing no answer from the network",
              "members good ");
      table.select(2);
      deck.fire("#toolbar-look");
      deck.until("it was asked", () -> node.did.contains("discover mdns"));
      deck.press(KeyCode.F5);
      deck.until("and again by its key", () -> node.did.size() == 2);
      deck.press(KeyCode.CONTROL, KeyCode.N);
      assertThat(deck.exists("#invite")).as("on every page of the peers").isTrue();
    }
  }

  private static List<String> states(DataTableOf<SourceView> table) {
    return table.view().getItems().stream()
        .map(source -> source.name() + " " + source.state() + " " + source.reason())
        .toList();
  }

  @Test
  void aMachineThatAsksIsLetInWithTheRolesChosenOrRefused() {
    waiting(List.of("admin"));
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.PEERS).fire("#join-accept");
      check(deck, "#role-operator", false);
      check(deck, "#role-worker", false);
      assertThat(deck.node("#accept-go", Node.class).isDisabled()).isTrue();
      check(deck, "#role-observer", true);
      assertThat(deck.text("#accept .command"))
          .isEqualTo("peerdeck fleet accept " + Script.ref(8).id() + " --role observer");
      deck.fire("#accept-go");
      deck.until(
          "the next one is first",
          () -> deck.visible("#join-refuse").size() == 1 && !deck.exists("#accept"));
      deck.fire("#join-refuse");
      assertThat(node.did)
          .containsExactly(
              "accept " + Script.ref(8).id() + " [observer]", "refuse " + Script.ref(9).id());
      deck.until("nobody asks any more", () -> !deck.exists("#join-accept"));
    }
  }

  @Test
  void whoAsksWhileThePointerIsOnThePageMovesNothingUntilItIsWanted() {
    waiting(List.of("admin"));
    FleetView both = node.fleet;
    node.fleet =
        Script.fleet(both, List.of("admin"), List.of(), List.of(), List.of(Script.approval()));
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.PEERS).point("#approval-approve");
      Node approve = deck.node("#approval-approve", Node.class);
      double before = FxThread.call(() -> approve.localToScene(0, 0).getY());
      node.fleet = both;
      node.changed(new Change.Fleet());
      deck.until("they are told of", () -> deck.exists("#peers-needs-new"));
      assertThat(deck.text("#peers-needs-new")).isEqualTo("2 new requests");
      assertThat(deck.exists("#join-accept")).isFalse();
      assertThat(FxThread.call(() -> approve.localToScene(0, 0).getY())).isEqualTo(before);
      deck.fire("#peers-needs-new");
      assertThat(deck.visible("#join-accept")).hasSize(2);
      assertThat(deck.exists("#peers-needs-new")).isFalse();

      deck.click("#approval-approve");
      deck.until(
          "it is answered once", () -> deck.node("#approval-approve", Node.class).isDisabled());
      assertThat(deck.visible("#join-accept")).as("where it was").hasSize(2);
      deck.point("#navigation");
      deck.until("it has gone", () -> !deck.exists("#approval-approve"));
      assertThat(node.did).containsExactly("approve approval-1");
    }
  }

  @Test
  void jobsThatWaitAreApprovedOrDeclinedHere() {
    waiting(List.of("operator"));
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.PEERS);
      assertThat(deck.node("#join-accept", Node.class).isDisabled()).isTrue();
      deck.fire("#approval-approve");
      assertThat(node.did).containsExactly("approve approval-1");
      deck.until("it waits no more", () -> !deck.exists("#approval-approve"));
    }
  }

  @Test
  void anotherRunMayBeDeclined() {
    waiting(List.of("operator"));
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.OVERVIEW);
      String word = deck.text("#approval-refuse");
      assertThat(deck.show(Screen.PEERS).text("#approval-decline"))
          .as("the same word wherever the same is done")
          .isEqualTo(word);
      deck.show(Screen.PEERS).fire("#approval-decline");
      assertThat(node.did).containsExactly("refuse approval approval-1");
    }
  }

  @Test
  void onlyAnAdminInvites() {
    node.fleet = Script.withRoles(node.fleet, List.of("worker"));
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.PEERS);
      assertThat(deck.node("#peers-invite", Node.class).isDisabled()).isTrue();
      assertThat(deck.node("#peers-address", TextField.class).isDisabled()).isTrue();
    }
  }

  private void waiting(List<String> roles) {
    node.fleet =
        Script.fleet(
            node.fleet,
            roles,
            List.of(),
            List.of(Script.request(8, "nuc-8"), Script.request(9, "nuc-9")),
            List.of(Script.approval()));
  }

  private static void check(Deck deck, String query, boolean on) {
    CheckBox box = deck.node(query, CheckBox.class);
    FxThread.run(() -> box.setSelected(on));
    deck.settle();
  }
}
