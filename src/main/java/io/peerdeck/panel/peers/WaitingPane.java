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
import io.peerdeck.panel.part.FocusKeeper;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.MarkLabel;
import io.peerdeck.panel.part.Offer;
import io.peerdeck.panel.part.PointerWatch;
import io.peerdeck.panel.part.Tip;
import io.peerdeck.panel.part.WrapRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
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
  private Optional<Asked> shown = Optional.empty();
  private Optional<Asked> waiting = Optional.empty();
  private boolean admin;
  private BooleanSupplier held = () -> false;
  private IntConsumer news = count -> {};

  /// A line, its words as of now, and what it is about.
  private record Line(Label body, Supplier<String> words, HBox answers, Object about) {}

  /// Who and what waits for an answer.
  private record Asked(
      List<JoinRequestView> requests, List<ApprovalView> approvals, boolean admin) {
    static Asked of(FleetView fleet) {
      return new Asked(fleet.joinRequests(), fleet.approvals(), fleet.mayManage());
    }

    List<Object> all() {
      return Stream.<Object>concat(requests.stream(), approvals.stream()).toList();
    }
  }

  WaitingPane(Desk desk) {
    this.desk = desk;
    setId("peers-needs");
    getStyleClass().add("peers-needs");
    visible(false);
  }

  /// While the pointer is on the page the lines stay where they are, and so does all below them.
  ///
  /// @param told hears how many lines wait for it to go
  void holdFor(Region page, IntConsumer told) {
    PointerWatch pointer = new PointerWatch(page, on -> showWaiting());
    held = pointer::on;
    news = told;
  }

  void show(FleetView fleet) {
    Asked next = Asked.of(fleet);
    if (shown.isEmpty() || !held.getAsBoolean()) {
      put(next);
      return;
    }
    waiting = Optional.of(next);
    List<Object> all = next.all();
    lines.forEach(line -> line.answers().setDisable(!all.contains(line.about())));
    List<Object> known = shown.map(Asked::all).orElse(List.of());
    news.accept((int) all.stream().filter(asks -> !known.contains(asks)).count());
  }

  /// Shows what waited.
  void showWaiting() {
    waiting.ifPresent(this::put);
  }

  private void put(Asked next) {
    waiting = Optional.empty();
    news.accept(0);
    if (!shown.equals(Optional.of(next))) {
      shown = Optional.of(next);
      admin = next.admin();
      FocusKeeper.rebuild(this, () -> build(next.requests(), next.approvals()));
    }
  }

  private void build(List<JoinRequestView> requests, List<ApprovalView> approvals) {
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
    visible(!getChildren().isEmpty());
  }

  /// Says anew how long each has waited.
  void refreshTimes() {
    lines.forEach(line -> line.body().setText(line.words().get()));
  }

  List<Offer> offers() {
    return actions.stream().flatMap(a -> a.offers().stream()).toList();
  }

  private void visible(boolean any) {
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
    lines.add(new Line(body, words, answers, about));
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
