package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.ApprovalView;
import io.peerdeck.node.Change;
import io.peerdeck.node.FleetView;
import io.peerdeck.node.JoinRequestView;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.part.Screen;
import io.peerdeck.schedule.RunStatus;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import org.junit.jupiter.api.Test;

/// The overview: reasons on every tile, and decisions that are taken where they are shown.
final class OverviewViewTest {
  private final ScriptedNode node = PicturesTest.filled();

  @Test
  void everyTileSaysWhyItIsAsItIs() {
    try (Deck deck = new Deck(node)) {
      assertThat(tile(deck, "node"))
          .contains("warning")
          .contains("2 of 4 slots busy.")
          .contains("The fleet has a single admin");
      assertThat(tile(deck, "fleet")).contains("suspect").contains("has not answered for 12 s");
      assertThat(tile(deck, "queue")).contains("in progress").contains("3 live");
      assertThat(tile(deck, "cache")).contains("reads were hits").contains("GitHub responses");
      assertThat(tile(deck, "disk")).containsPattern("free|not known");
      node.peers.removeIf(peer -> peer.state().equals("suspect"));
      node.peers.add(Script.peer(5, "old-box", "frozen"));
      node.changed(new Change.Peers());
      deck.until("the frozen author shows", () -> tile(deck, "fleet").contains("frozen"));
      deck.click("#tile-queue");
      assertThat(deck.exists("#queue-table")).isTrue();
    }
  }

  @Test
  void aMachineIsLetInAndAJobIsApprovedAtOnce() {
    JoinRequestView asks =
        new JoinRequestView(
            Script.ref(4),
            "/ip4/192.168.1.40/tcp/4001",
            List.of(),
            Script.NOW.minusSeconds(90),
            Script.NOW,
            Script.NOW.plusSeconds(600));
    ApprovalView waits =
        new ApprovalView(
            "approval-1",
            Script.ref(1),
            Script.cid(39),
            "nightly-data",
            "nightly-data.yml",
            Script.cid(3),
            Optional.empty(),
            "It is the first of its runs on this machine.",
            Script.NOW.minusSeconds(40));
    FleetView now = node.fleet;
    node.fleet =
        new FleetView(
            now.id(),
            now.name(),
            List.of("admin", "operator", "worker"),
            now.members(),
            now.admins(),
            now.soleAdmin(),
            now.joining(),
            now.invites(),
            List.of(asks),
            List.of(waits),
            now.warnings());
    try (Deck deck = new Deck(node)) {
      FleetView asking = node.fleet;
      deck.click("#join-accept").click("#approval-approve");
      asked(deck, asking);
      deck.click("#join-refuse").click("#approval-refuse");
      assertThat(node.did)
          .containsExactly(
              "accept " + Script.ref(4).id() + " [operator, worker]",
              "approve approval-1",
              "refuse " + Script.ref(4).id(),
              "refuse approval approval-1");
      asked(deck, asking);
      deck.click("#approval-open");
      assertThat(deck.window.shell().current().root().getScene()).isNotNull();
      assertThat(deck.exists("#overview-scroll")).isFalse();
    }
  }

  /// The same is asked once more.
  private void asked(Deck deck, FleetView asking) {
    node.fleet = asking;
    node.changed(new Change.Fleet());
    deck.settle();
  }

  @Test
  void aFailingWorkflowIsRunAgainAndLeavesTheListOnceItHasStarted() {
    node.put(Script.run(40, "flaky", RunStatus.FAILED, Script.tasks(RunStatus.FAILED)));
    try (Deck deck = new Deck(node)) {
      deck.click("#failed-again");
      assertThat(node.did).containsExactly("again " + Script.cid(40));
      node.put(Script.run(41, "flaky", RunStatus.PENDING, Script.tasks(RunStatus.PENDING)));
      deck.show(Screen.OVERVIEW);
      deck.until(
          "flaky needs nobody any more",
          () ->
              deck.visible("#failed-again").stream()
                  .noneMatch(b -> b.getAccessibleText().contains("flaky")));
    }
  }

  @Test
  void aFrozenAuthorIsRemovedAfterAQuestion() {
    FleetView now = node.fleet;
    node.fleet =
        new FleetView(
            now.id(),
            now.name(),
            List.of("admin"),
            now.members(),
            now.admins(),
            now.soleAdmin(),
            now.joining(),
            now.invites(),
            now.joinRequests(),
            now.approvals(),
            now.warnings());
    node.peers.add(Script.peer(5, "old-box", "frozen"));
    String id = node.peers.getLast().peer().id();
    try (Deck deck = new Deck(node)) {
      deck.click("#frozen-remove");
      assertThat(deck.text("#confirm .overlay-title")).contains("old-box");
      deck.click("#confirm-yes");
      assertThat(node.did).containsExactly("remove " + id);
    }
  }

  @Test
  void theTrendsFollowTheNode() {
    try (Deck deck = new Deck(node)) {
      assertThat(deck.text("#trend-depth")).isEqualTo("3");
      node.put(Script.run(50, "more", RunStatus.PENDING, Script.tasks(RunStatus.PENDING)));
      node.changed(new Change.Run(Script.cid(50)), new Change.Status());
      deck.until("one more", () -> deck.text("#trend-depth").equals("4"));
      assertThat(deck.text("#trend-hits")).endsWith("%");
    }
  }

  private static String tile(Deck deck, String id) {
    Button tile = deck.node("#tile-" + id, Button.class);
    return FxThread.call(tile::getAccessibleText);
  }
}
