package io.peerdeck.panel.peers;

import io.peerdeck.node.ApprovalView;
import io.peerdeck.node.FleetView;
import io.peerdeck.node.JoinRequestView;
import io.peerdeck.node.Node;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Action;
import io.peerdeck.panel.part.Actions;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.MarkLabel;
import io.peerdeck.panel.part.Offer;
import io.peerdeck.panel.part.Tip;
import io.peerdeck.panel.part.WrapRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Machines that ask to be let in and jobs that wait for this machine's operator, each with its yes
/// and no.
final class WaitingPane extends VBox {
  /// Lines shown; the rest follows as these are settled.
  static final int LINES = 4;

  private static final Texts TEXTS = Texts.of("peers");
  private final Desk desk;
  private final List<Actions<?>> actions = new ArrayList<>();
  private final List<Line> lines = new ArrayList<>();
  private List<JoinRequestView> requests = List.of();
  private List<ApprovalView> approvals = List.of();
  private boolean admin;

  /// A line's words as of now.
  private record Line(Label body, Supplier<String> words) {}

  WaitingPane(Desk desk) {
    this.desk = desk;
    setId("peers-needs");
    getStyleClass().add("peers-needs");
    shown(false);
  }

  void show(FleetView fleet) {
    if (fleet.joinRequests().equals(requests)
        && fleet.approvals().equals(approvals)
        && fleet.mayManage() == admin) {
      return;
    }
    requests = fleet.joinRequests();
    approvals = fleet.approvals();
    admin = fleet.mayManage();
    getChildren().clear();
    actions.clear();
    lines.clear();
    requests.stream().limit(LINES).forEach(this::request);
    approvals.stream().limit(Math.max(0, LINES - requests.size())).forEach(this::approval);
    int more = requests.size() + approvals.size() - getChildren().size();
    if (more > 0) {
      Label rest = new Label(TEXTS.count("needs.more", more));
      rest.getStyleClass().add("fact-name");
      getChildren().add(rest);
    }
    shown(!getChildren().isEmpty());
  }

  /// Says anew how long each has waited.
  void refreshTimes() {
    lines.forEach(line -> line.body().setText(line.words().get()));
  }

  List<Offer> offers() {
    return actions.stream().flatMap(a -> a.offers().stream()).toList();
  }

  private void shown(boolean any) {
    setVisible(any);
    setManaged(any);
  }

  private void request(JoinRequestView asks) {
    String name = asks.peer().name();
    String id = asks.peer().id();
    line(
        Mark.JOINING,
        () ->
            TEXTS.get(
                admin ? "needs.join" : "needs.joinAdmin",
                name,
                asks.address(),
                Words.ago(asks.asked(), desk.time()),
                Words.shortId(id)),
        asks.asked(),
        "join",
        asks,
        List.of(
            Action.of(
                    "accept",
                    Feather.USER_CHECK,
                    TEXTS.get("accept"),
                    (List<JoinRequestView> all) -> admin,
                    all -> AcceptForm.show(desk, asks))
                .withCommandEach(
                    r -> "peerdeck fleet accept " + id + " --role operator --role worker"),
            Action.of(
                    "refuse",
                    Feather.USER_X,
                    TEXTS.get("refuse"),
                    (List<JoinRequestView> all) -> admin,
                    all ->
                        act(
                            TEXTS.get("refuse.failed", name),
                            TEXTS.get("refuse.done", name),
                            node -> node.refuseJoin(id)))
                .withCommandEach(r -> "peerdeck fleet refuse " + id)));
  }

  private void approval(ApprovalView asks) {
    String run = asks.runName();
    line(
        Mark.HELD,
        () ->
            TEXTS.get(
                "needs.approval",
                asks.submitter().name(),
                run,
                asks.file(),
                asks.reason(),
                Words.ago(asks.asked(), desk.time())),
        asks.asked(),
        "approval",
        asks,
        List.of(
            Action.of(
                "open-run",
                Feather.ARROW_RIGHT,
                TEXTS.get("approval.open"),
                all -> true,
                all -> desk.navigator().openRun(asks.runId(), Optional.empty())),
            Action.of(
                    "approve",
                    Feather.CHECK,
                    TEXTS.get("approve"),
                    (List<ApprovalView> all) -> true,
                    all ->
                        act(
                            TEXTS.get("approve.failed", run),
                            TEXTS.get("approve.done", run),
                            node -> node.approve(asks.id())))
                .withCommandEach(a -> "peerdeck peer approve " + a.id()),
            Action.of(
                    "decline",
                    Feather.X,
                    TEXTS.get("decline"),
                    (List<ApprovalView> all) -> true,
                    all ->
                        act(
                            TEXTS.get("decline.failed", run),
                            TEXTS.get("decline.done", run),
                            node -> node.refuseApproval(asks.id())))
                .withCommandEach(a -> "peerdeck peer refuse " + a.id())));
  }

  private void act(String failed, String done, Consumer<Node> command) {
    desk.bridge()
        .act(
            failed,
            node -> {
              command.accept(node);
              return done;
            },
            desk.toasts()::done);
  }

  private <T> void line(
      Mark mark,
      Supplier<String> words,
      Instant asked,
      String place,
      T about,
      List<Action<T>> all) {
    String text = words.get();
    Label body = new Label(text);
    lines.add(new Line(body, words));
    Tip.on(body, Words.absolute(asked));
    body.setWrapText(true);
    body.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(body, Priority.ALWAYS);
    Actions<T> made = new Actions<>(all, () -> List.of(about));
    actions.add(made);
    MarkLabel word = new MarkLabel(mark, TEXTS.get("needs." + place + "Word"));
    word.getStyleClass().add("mark-column");
    WrapRow line = new WrapRow(word, body);
    line.getStyleClass().add("list-line");
    HBox answers = new HBox();
    answers.getStyleClass().add("answers");
    for (ButtonBase button : made.buttons(place)) {
      button.getStyleClass().add("small");
      button.setAccessibleText(button.getText() + ": " + text);
      button.setMinWidth(Region.USE_PREF_SIZE);
      answers.getChildren().add(button);
    }
    line.getChildren().add(answers);
    getChildren().add(line);
  }
}
