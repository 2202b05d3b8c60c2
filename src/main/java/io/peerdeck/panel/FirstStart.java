package io.peerdeck.panel;

import io.peerdeck.node.NodeStatus;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.MarkLabel;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The first minutes with a fresh data folder, in three steps: name this machine, a new fleet or an
/// existing one, try the example. Shown once; Escape or Skip leaves it at any step.
final class FirstStart {
  private static final String NAME = "firstStart";
  private static final int LONGEST_NAME = 64;
  private static final Texts TEXTS = Texts.of("start");
  private final Desk desk;
  private final NodeStatus status;
  private final VBox card = new VBox();
  private Button next = new Button();
  private final MarkLabel failure = new MarkLabel();

  /// Kept once it has been shown.
  record Kept(boolean shown) {}

  private FirstStart(Desk desk, NodeStatus status) {
    this.desk = desk;
    this.status = status;
    card.setId("first-start");
    failure.setId("first-failure");
    failure.setWrapText(true);
    card.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
  }

  /// Enter goes on from a field or choice; on a button it is that button.
  private void pressed(KeyEvent event) {
    if (event.getCode() == KeyCode.ENTER && !(event.getTarget() instanceof Button)) {
      next.fire();
      event.consume();
    }
  }

  /// Shows the first step if nobody has used this data folder yet.
  static void offer(Desk desk, NodeStatus status) {
    boolean fresh = status.members() <= 1 && status.runs().total() == 0;
    boolean known = desk.memory().recall(NAME, Kept.class).isPresent();
    if (!known) {
      desk.memory().keep(NAME, new Kept(fresh));
      if (fresh) {
        new FirstStart(desk, status).name();
      }
    }
  }

  private void name() {
    TextField field = new TextField(status.self().name());
    field.setId("first-name");
    field.setAccessibleText(TEXTS.get("first.name"));
    Button next =
        Buttons.of(Feather.ARROW_RIGHT, TEXTS.get("first.next"), () -> named(field), "accent");
    step(1, "first.name", List.of(field), next, field);
  }

  private void named(TextField field) {
    String wanted = field.getText().strip();
    if (wanted.isEmpty() || wanted.length() > LONGEST_NAME) {
      fail(TEXTS.get("first.nameLength", LONGEST_NAME));
    } else if (wanted.equals(status.self().name())) {
      fleet();
    } else {
      act(node -> node.changeSetting("name", wanted), done -> fleet());
    }
  }

  private void fleet() {
    ToggleGroup group = new ToggleGroup();
    RadioButton fresh = choice("first-new", TEXTS.get("first.new"), group);
    RadioButton join = choice("first-join", TEXTS.get("first.join"), group);
    fresh.setSelected(true);
    TextField invite = new TextField();
    invite.setId("first-invite");
    invite.setPromptText(TEXTS.get("first.invite"));
    invite.setAccessibleText(TEXTS.get("first.invite"));
    invite.disableProperty().bind(join.selectedProperty().not());
    join.setOnAction(event -> invite.requestFocus());
    Button next =
        Buttons.of(
            Feather.ARROW_RIGHT,
            TEXTS.get("first.next"),
            () -> {
              if (join.isSelected()) {
                join(invite.getText().strip());
              } else {
                example();
              }
            },
            "accent");
    step(2, "first.fleet", List.of(fresh, join, invite), next, fresh);
  }

  private void join(String text) {
    if (text.isEmpty()) {
      fail(TEXTS.get("first.noInvite"));
      return;
    }
    act(
        node -> {
          node.join(text, true);
          return text;
        },
        done -> example());
  }

  private void example() {
    Button run = Buttons.of(Feather.PLAY, TEXTS.get("first.run"), this::tryExample, "accent");
    step(3, "first.example", List.of(), run, run);
  }

  private void tryExample() {
    act(
        FirstExample::submit,
        made -> {
          desk.overlay().close();
          desk.navigator().openRun(made.id(), Optional.empty());
        });
  }

  /// Goes on once the node has done it; until then nobody asks for it a second time.
  private <T> void act(Function<io.peerdeck.node.Node, T> command, Consumer<T> then) {
    Button asked = next;
    asked.setDisable(true);
    desk.bridge()
        .act(
            "",
            command,
            done -> {
              if (card.getScene() != null) {
                then.accept(done);
              }
            },
            e -> {
              asked.setDisable(false);
              fail(desk.bridge().message(e));
            });
  }

  private static RadioButton choice(String id, String text, ToggleGroup group) {
    RadioButton button = new RadioButton(text);
    button.setId(id);
    button.setWrapText(true);
    button.setToggleGroup(group);
    return button;
  }

  private void step(int number, String key, List<Node> parts, Button go, Node focused) {
    next = go;
    Label title = new Label(TEXTS.get("first.step", number, TEXTS.get(key + ".title")));
    title.getStyleClass().add("overlay-title");
    Label text = new Label(TEXTS.get(key + ".text"));
    text.setWrapText(true);
    next.setId("first-next");
    Button skip =
        Buttons.of(
            Feather.X,
            TEXTS.get(number == 3 ? "first.finish" : "first.skip"),
            desk.overlay()::close);
    skip.setId("first-skip");
    HBox buttons = new HBox(skip, next);
    buttons.getStyleClass().add("overlay-buttons");
    card.getChildren().setAll(title, text);
    card.getChildren().addAll(parts);
    failure.setVisible(false);
    failure.setManaged(false);
    card.getChildren().addAll(failure, buttons);
    desk.overlay().show(card, focused);
  }

  private void fail(String why) {
    if (card.getScene() == null) {
      desk.notices().problem(TEXTS.get("first.failed"), why);
    }
    failure.show(Mark.PROBLEM, why);
    failure.setVisible(true);
    failure.setManaged(true);
  }
}
