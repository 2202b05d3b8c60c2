package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.ApprovalView;
import io.peerdeck.node.Change;
import io.peerdeck.node.DiskView;
import io.peerdeck.node.EventView;
import io.peerdeck.node.FleetView;
import io.peerdeck.node.JoinRequestView;
import io.peerdeck.node.PeerView;
import io.peerdeck.node.RunSummary;
import io.peerdeck.node.WatchView;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.part.Screen;
import io.peerdeck.schedule.RunStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import org.junit.jupiter.api.Test;

/// The overview: reasons on every tile, and decisions that are taken where they are shown.
final class OverviewViewTest {
  private final ScriptedNode node = PicturesTest.filled();

  @Test
  void everyTileSaysWhyItIsAsItIs() {
    try (Deck deck = new Deck(node)) {
      assertThat(tile(deck, "node"))
          .contains("warning")
          .contains("2 of 4 slots")
          .contains("One warning: see what needs you");
      assertThat(
              words(deck, "#overview-scroll .label").stream()
                  .filter(text -> text.contains("single admin")))
          .hasSize(1);
      assertThat(tile(deck, "fleet")).contains("suspect").contains("has not answered for 12 s");
      assertThat(tile(deck, "fleet")).contains("3 of 5 online");
      assertThat(tile(deck, "queue")).contains("in progress").contains("3 unfinished");
      assertThat(tile(deck, "cache")).contains("97 % hits").contains("GitHub responses");
      assertThat(tile(deck, "disk")).contains("ready").contains("free").contains("Peerdeck takes");
      node.peers.removeIf(peer -> peer.state().equals("suspect"));
      node.peers.add(Script.peer(5, "old-box", "frozen"));
      node.changed(new Change.Peers());
      deck.until("the frozen author shows", () -> tile(deck, "fleet").contains("frozen"));
      deck.click("#tile-queue");
      assertThat(deck.exists("#queue-table")).isTrue();
    }
  }

  @Test
  void aMachineWhoseJobsAreNotSandboxedSaysSoUntilTheyAre() {
    String warning = "Jobs on this machine are not sandboxed: bubblewrap is not installed.";
    try (Deck deck = new Deck(node)) {
      assertThat(words(deck, "#overview-scroll .label")).doesNotContain(warning);
      node.warnings.add(warning);
      node.changed(new Change.Status());
      deck.until("it is told", () -> words(deck, "#overview-scroll .label").contains(warning));
      assertThat(tile(deck, "node")).contains("2 warnings");
      node.warnings.remove(warning);
      node.changed(new Change.Status());
      deck.until("it is so", () -> !words(deck, "#overview-scroll .label").contains(warning));
    }
  }

  @Test
  void theQueueSaysWhatWaitsAtGitHubAndWhenItCannotBeSeen() {
    try (Deck deck = new Deck(node)) {
      assertThat(tile(deck, "queue")).doesNotContain("GitHub");
      WatchView.WaitingRun taken =
          new WatchView.WaitingRun(
              7,
              1,
              "Build",
              ".github/workflows/build.yml",
              "push",
              "submitted",
              "",
              Optional.of("bafy"),
              Instant.EPOCH);
      node.watched = watched("", taken);
      node.changed(new Change.Status());
      deck.until("it tells", () -> tile(deck, "queue").contains("GitHub: 1 waiting, 1 taken over"));
      node.watched = watched("GitHub could not be reached");
      node.changed(new Change.Status());
      deck.until("it warns", () -> tile(deck, "queue").contains("fleet/code at GitHub cannot be"));
    }
  }

  private static WatchView watched(String trouble, WatchView.WaitingRun... runs) {
    return new WatchView(
        true,
        List.of(new WatchView.Repository("fleet/code", Optional.empty(), trouble, List.of(runs))));
  }

  @Test
  void theDiskSaysWhenItFillsUpAndWhatTakesItsRoom() {
    try (Deck deck = new Deck(node)) {
      disk(deck, 3L << 30, false);
      deck.until("it warns", () -> tile(deck, "disk").contains("make room soon"));
      disk(deck, 1L << 30, true);
      deck.until("it is a problem", () -> tile(deck, "disk").contains("make room now"));
      deck.click("#tile-disk");
      deck.fire("#header-details");
      assertThat(words(deck, ".inspection .label")).contains("Database", "Blobs", "Running jobs");
      node.disk = Optional.empty();
      node.changed(new Change.Status());
      deck.until("it is not known", () -> tile(deck, "disk").contains("not been measured yet"));
    }
  }

  private void disk(Deck deck, long free, boolean low) {
    DiskView d = Script.disk();
    node.disk =
        Optional.of(
            new DiskView(
                d.measuredAt(),
                d.database(),
                d.blobs(),
                d.logs(),
                d.jobs(),
                free,
                d.total(),
                2L << 30,
                low,
                ""));
    node.changed(new Change.Status());
    deck.settle();
  }

  @Test
  void theLastEventsAreToldInPlainWordsAndLeadToWhatTheyAreAbout() {
    try (Deck deck = new Deck(node)) {
      assertThat(words(deck, ".event-text"))
          .containsExactly(
              "Run \"shards\" failed: 1 of 5 jobs.",
              "nuc-2 is not connected.",
              "nuc-1 is connected.");
      deck.fire("#event-2");
      DataTableOf<PeerView> peers = deck.table("peers");
      deck.until(
          "nuc-2 is chosen",
          () ->
              peers.view().getSelectionModel().getSelectedItems().stream()
                  .anyMatch(peer -> peer.peer().name().equals("nuc-2")));
    }
  }

  @Test
  void newEventsWaitWhileThePointerIsOnTheOldOnes() {
    try (Deck deck = new Deck(node)) {
      javafx.scene.Node list = deck.node("#last-events", javafx.scene.Node.class);
      deck.point(list);
      deck.until("the pointer is on it", list::isHover);
      node.events.addFirst(
          new EventView(4, Script.NOW, "info", "attic-pi is connected.", "peer", "x"));
      node.changed(new Change.Events());
      deck.settle();
      assertThat(words(deck, ".event-text")).hasSize(3);
      deck.point("#navigation");
      deck.until("it is told", () -> words(deck, ".event-text").size() == 4);
    }
  }

  private static List<String> words(Deck deck, String query) {
    return FxThread.call(
        () -> deck.visible(query).stream().map(label -> ((Labeled) label).getText()).toList());
  }

  private static final JoinRequestView ASKS =
      new JoinRequestView(
          Script.ref(4),
          "/ip4/192.168.1.40/tcp/4001",
          List.of(),
          Script.NOW.minusSeconds(90),
          Script.NOW,
          Script.NOW.plusSeconds(600));

  private static final ApprovalView WAITS =
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

  private FleetView waiting(List<JoinRequestView> asking, List<ApprovalView> approvals) {
    FleetView now = node.fleet;
    return new FleetView(
        now.id(),
        now.name(),
        List.of("admin", "operator", "worker"),
        now.members(),
        now.admins(),
        now.soleAdmin(),
        now.joining(),
        now.invites(),
        asking,
        approvals,
        now.warnings());
  }

  @Test
  void aNewDecisionWaitsWhileThePointerIsWhereItWouldMoveSomething() {
    node.fleet = waiting(List.of(), List.of(WAITS));
    try (Deck deck = new Deck(node)) {
      javafx.scene.Node approve = deck.node("#approval-approve", javafx.scene.Node.class);
      deck.point(approve);
      deck.until("the pointer is on it", approve::isHover);
      asked(deck, waiting(List.of(ASKS), List.of(WAITS)));
      assertThat(deck.exists("#join-accept")).isFalse();
      assertThat(deck.text("#decisions-new")).isEqualTo("1 new");
      asked(deck, waiting(List.of(ASKS), List.of()));
      assertThat(approve.isDisabled()).as("it was settled elsewhere").isTrue();
      deck.point("#navigation");
      deck.until("it is shown", () -> deck.exists("#join-accept"));
      assertThat(deck.exists("#approval-approve")).isFalse();
      assertThat(deck.visible("#decisions-new")).isEmpty();
      javafx.scene.Node accept = deck.node("#join-accept", javafx.scene.Node.class);
      deck.point(accept);
      deck.until("the pointer is on it", accept::isHover);
      asked(deck, waiting(List.of(ASKS), List.of(WAITS)));
      deck.click("#decisions-new");
      assertThat(deck.visible("#approval-approve")).as("shown when asked for").hasSize(1);
    }
  }

  @Test
  void aMachineIsLetInWithTheRolesChosenAndAJobIsApprovedAtOnce() {
    node.fleet = waiting(List.of(ASKS), List.of(WAITS));
    try (Deck deck = new Deck(node)) {
      FleetView asking = node.fleet;
      deck.click("#join-accept");
      assertThat(node.did).as("who it is and what it may is asked first").isEmpty();
      assertThat(deck.text("#accept .overlay-title")).startsWith("Let ");
      deck.click("#role-operator").click("#accept-go").click("#approval-approve");
      deck.point("#navigation"); // what comes would wait for the pointer to go
      asked(deck, asking);
      deck.click("#join-refuse").click("#approval-refuse");
      assertThat(node.did)
          .containsExactly(
              "accept " + Script.ref(4).id() + " [worker]",
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
      Button again = deck.node("#failed-again", Button.class);
      assertThat(FxThread.call(() -> again.getTooltip().getText()))
          .endsWith("peerdeck workflow again " + Script.cid(40));
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
  void moreFailingWorkflowsThanAreToldOneByOneAreCountedAndLedTo() {
    for (int i = 40; i < 50; i++) {
      node.put(Script.run(i, "flaky-" + i, RunStatus.FAILED, Script.tasks(RunStatus.FAILED)));
    }
    try (Deck deck = new Deck(node)) {
      assertThat(deck.visible("#failed-open")).hasSize(3);
      assertThat(words(deck, "#decisions .line-text"))
          .anyMatch(text -> text.matches("\\d+ more workflows failed when they last ran\\."));
      deck.fire("#failed-more");
      DataTableOf<RunSummary> runs = deck.table("queue");
      deck.until(
          "the failed ones",
          () ->
              runs.view().getItems().size() >= 10
                  && runs.view().getItems().stream()
                      .allMatch(run -> run.status() == RunStatus.FAILED));
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
      assertThat(
              FxThread.call(
                  () ->
                      deck.visible("#trends .sparkline").stream()
                          .map(javafx.scene.Node::getAccessibleText)
                          .toList()))
          .as("the lines go on with the numbers")
          .hasSize(4)
          .contains("Runs not finished 4");
      assertThat(deck.text("#trend-hits")).endsWith("%");
    }
  }

  private static String tile(Deck deck, String id) {
    Button tile = deck.node("#tile-" + id, Button.class);
    return FxThread.call(tile::getAccessibleText);
  }
}
