package io.peerdeck.panel.overview;

import io.peerdeck.node.ApprovalView;
import io.peerdeck.node.FleetView;
import io.peerdeck.node.JoinRequestView;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeStatus;
import io.peerdeck.node.PeerView;
import io.peerdeck.node.RunSummary;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.Screen;
import io.peerdeck.panel.peers.AcceptForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/// What waits for a yes, a no or a look, each with the buttons that settle it.
final class Decisions {
  /// Failed runs told one by one.
  private static final int FAILED = 3;

  private static final Texts TEXTS = Texts.of("overview");
  private final Desk desk;
  private final DecisionList list = new DecisionList();
  private final List<DecisionList.Item> items = new ArrayList<>();

  Decisions(Desk desk) {
    this.desk = desk;
  }

  DecisionList list() {
    return list;
  }

  /// @param failed runs that failed lately and were not run again since
  void show(
      Optional<NodeStatus> status,
      Optional<FleetView> fleet,
      List<PeerView> peers,
      List<RunSummary> failed) {
    items.clear();
    boolean admin = fleet.filter(FleetView::mayManage).isPresent();
    fleet.ifPresent(f -> f.joinRequests().forEach(asks -> join(asks, admin)));
    fleet.ifPresent(f -> f.approvals().forEach(this::approval));
    peers.stream().filter(peer -> peer.state().equals("frozen")).forEach(p -> frozen(p, admin));
    failed.stream().limit(FAILED).forEach(this::failed);
    if (failed.size() > FAILED) {
      moreFailed(failed.size() - FAILED);
    }
    peers.stream()
        .filter(peer -> List.of("suspect", "joining").contains(peer.state()))
        .forEach(peer -> add(peer.peer().id(), Mark.of(peer.state()), why(peer), look(peer)));
    status.ifPresent(s -> s.warnings().forEach(warning -> add(warning, Mark.WARNING, warning)));
    list.show(items);
  }

  private void join(JoinRequestView asks, boolean admin) {
    String name = asks.peer().name();
    String id = asks.peer().id();
    String text =
        TEXTS.get(
            admin ? "needs.join" : "needs.joinAdmin",
            name,
            asks.address(),
            Words.ago(asks.asked(), desk.time()));
    if (!admin) {
      add(id, Mark.JOINING, text);
      return;
    }
    add(
        id,
        Mark.JOINING,
        text,
        button(
            "join-accept",
            Feather.USER_CHECK,
            TEXTS.get("needs.accept"),
            "peerdeck fleet accept " + id + " --role operator --role worker",
            () -> AcceptForm.show(desk, asks)),
        button(
            "join-refuse",
            Feather.USER_X,
            TEXTS.get("needs.refuse"),
            "peerdeck fleet refuse " + id,
            () ->
                act(
                    TEXTS.get("needs.refuseFailed", name),
                    TEXTS.get("needs.refused", name),
                    node -> node.refuseJoin(id))));
  }

  private void approval(ApprovalView approval) {
    String run = approval.runName();
    add(
        approval.id(),
        Mark.HELD,
        TEXTS.get(
            "needs.approval",
            approval.submitter().name(),
            run,
            approval.reason(),
            Words.ago(approval.asked(), desk.time())),
        button(
            "approval-open",
            Feather.ARROW_RIGHT,
            TEXTS.get("needs.open"),
            "peerdeck workflow status " + approval.runId(),
            () -> open(approval)),
        button(
            "approval-approve",
            Feather.CHECK,
            TEXTS.get("needs.approve"),
            "peerdeck peer approve " + approval.id(),
            () ->
                act(
                    TEXTS.get("needs.approveFailed", run),
                    TEXTS.get("needs.approved", run),
                    node -> node.approve(approval.id()))),
        button(
            "approval-refuse",
            Feather.X,
            TEXTS.get("needs.refuse"),
            "peerdeck peer refuse " + approval.id(),
            () ->
                act(
                    TEXTS.get("needs.refuseFailed", run),
                    TEXTS.get("needs.refused", run),
                    node -> node.refuseApproval(approval.id()))));
  }

  private void open(ApprovalView approval) {
    desk.navigator().openRun(approval.runId(), Optional.empty());
  }

  /// A reason often begins with the peer's name.
  private static String why(PeerView peer) {
    String name = peer.peer().name();
    return peer.stateReason().startsWith(name + " ")
        ? peer.stateReason()
        : TEXTS.get("needs.peer", name, peer.stateReason());
  }

  private void frozen(PeerView peer, boolean admin) {
    String name = peer.peer().name();
    String text = why(peer);
    if (!admin) {
      add(peer.peer().id(), Mark.FROZEN, text, look(peer));
      return;
    }
    Button remove =
        button(
            "frozen-remove",
            Feather.USER_X,
            TEXTS.get("needs.remove"),
            "peerdeck peer remove " + peer.peer().id(),
            () ->
                desk.overlay()
                    .confirm(
                        TEXTS.get("needs.removeTitle", name),
                        TEXTS.get("needs.removeText"),
                        TEXTS.get("needs.removeYes", name),
                        () ->
                            act(
                                TEXTS.get("needs.removeFailed", name),
                                TEXTS.get("needs.removed", name),
                                node -> node.removePeer(peer.peer().id()))));
    add(peer.peer().id(), Mark.FROZEN, text, look(peer), remove);
  }

  private void failed(RunSummary run) {
    String at = run.finishedAt().map(t -> Words.ago(t, desk.time())).orElse("");
    add(
        run.id(),
        Mark.FAILED,
        TEXTS.get("needs.failed", run.name(), run.tasksFailed(), run.tasks(), at),
        button(
            "failed-open",
            Feather.ARROW_RIGHT,
            TEXTS.get("needs.open"),
            "peerdeck workflow status " + run.id(),
            () -> desk.navigator().openRun(run.id(), Optional.empty())),
        button(
            "failed-again",
            Feather.ROTATE_CW,
            TEXTS.get("needs.again"),
            "peerdeck workflow again " + run.id(),
            () ->
                desk.bridge()
                    .act(
                        TEXTS.get("needs.againFailed", run.name()),
                        node -> node.again(run.id()),
                        made -> {
                          desk.toasts()
                              .done(
                                  TEXTS.get(
                                      "needs.againDone", run.name(), Words.shortId(made.id())));
                          desk.navigator().openRun(made.id(), Optional.empty());
                        })));
  }

  private void moreFailed(int number) {
    add(
        "failed",
        Mark.FAILED,
        TEXTS.count("needs.moreFailed", number),
        button(
            "failed-more",
            Feather.LIST,
            TEXTS.get("needs.allFailed"),
            "peerdeck workflow list --status failed",
            () -> desk.navigator().openQueue("failed")));
  }

  private Button look(PeerView peer) {
    return button(
        "peer-look",
        Feather.ARROW_RIGHT,
        TEXTS.get("needs.look"),
        "peerdeck peer list",
        () -> desk.navigator().show(Screen.PEERS, peer.peer().id()));
  }

  private void act(String failed, String done, Consumer<Node> command) {
    desk.bridge()
        .act(
            failed,
            node -> {
              command.accept(node);
              return done;
            },
            said -> desk.toasts().done(said));
  }

  private void add(String key, Mark mark, String text, Button... buttons) {
    Label body = new Label(text);
    body.setWrapText(true);
    for (Button button : buttons) {
      button.setAccessibleText(button.getText() + ": " + text);
    }
    items.add(
        new DecisionList.Item(key + "/" + buttons.length, mark, text, body, List.of(buttons)));
  }

  /// @param command the same on the command line, told in the tooltip
  private static Button button(String id, Feather icon, String text, String command, Runnable run) {
    Button button = Buttons.of(icon, text, run, "small");
    button.setId(id);
    button.setTooltip(new Tooltip(text + "\n" + command));
    button.setMinWidth(Region.USE_PREF_SIZE);
    return button;
  }
}
