package io.peerdeck.panel.peers;

import io.peerdeck.node.Node;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.Facts;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// A card that asks for a few values: checked as they are typed, the same command below, and kept
/// with what the node said when it refuses.
final class FormCard extends VBox {
  private static final Texts TEXTS = Texts.of("peers");
  private final Desk desk;
  private final Label problem = new Label();
  private final VBox commandPlace = new VBox();
  private final Button go;
  private String command = "";

  /// @param id names the parts for tests: `#ID`, `#ID-go`, `#ID-problem`
  FormCard(Desk desk, String id, String title, String yes, Facts fields, Runnable send) {
    this.desk = desk;
    setId(id);
    setAccessibleText(title);
    Label heading = new Label(title);
    heading.getStyleClass().add("overlay-title");
    heading.setWrapText(true);
    problem.setId(id + "-problem");
    problem.setWrapText(true);
    problem.getStyleClass().add("input-fault");
    Button back = Buttons.of(Feather.CORNER_UP_LEFT, TEXTS.get("form.back"), desk.overlay()::close);
    back.setId(id + "-back");
    back.setCancelButton(true);
    back.setMinWidth(USE_PREF_SIZE);
    go = Buttons.of(Feather.CHECK, yes, send, "accent");
    go.setId(id + "-go");
    go.setDefaultButton(true);
    go.setMinWidth(USE_PREF_SIZE);
    HBox buttons = new HBox(back, go);
    buttons.getStyleClass().add("overlay-buttons");
    getChildren().setAll(heading, fields, problem, commandPlace, buttons);
  }

  /// What is wrong, empty when nothing is; and the command for what is typed.
  void checked(String wrong, String next) {
    problem.setText(wrong);
    problem.setManaged(!wrong.isEmpty());
    go.setDisable(!wrong.isEmpty());
    if (!next.equals(command)) {
      command = next;
      Button button = Facts.copyable(TEXTS.get("form.command"), next, next);
      button.setWrapText(true);
      button.getStyleClass().add("command");
      commandPlace.getChildren().setAll(button);
    }
  }

  /// Sends; the card stays until the node has answered, and longer if it refuses.
  <T> void send(Function<Node, T> what, Consumer<T> done) {
    go.setDisable(true);
    desk.bridge()
        .act(
            "",
            what,
            answer -> {
              if (getScene() != null) {
                desk.overlay().close();
              }
              done.accept(answer);
            },
            e -> {
              go.setDisable(false);
              problem.setManaged(true);
              problem.setText(desk.bridge().message(e));
              if (getScene() == null) {
                desk.notices().problem(getAccessibleText(), desk.bridge().message(e));
              }
            });
  }
}
