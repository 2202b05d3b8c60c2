package io.peerdeck.panel;

import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.look.Look;
import io.peerdeck.panel.look.Theme;
import io.peerdeck.panel.memory.PanelMemory;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.MarkLabel;
import io.peerdeck.panel.part.QuietEnd;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.kordamp.ikonli.feather.Feather;

/// A small window for what has to be said or asked before there is a node to show. Methods block
/// until the person has answered; not for the FX thread.
public final class StartWindow {
  private static final Texts TEXTS = Texts.of("start");

  private StartWindow() {}

  /// Asks whether the node that holds the data folder is to be stopped. Returns the answer; closing
  /// the window is a no.
  public static boolean mayTakeOver(Path folder) throws InterruptedException {
    return ask(
        Mark.WARNING,
        TEXTS.get("held.title"),
        TEXTS.get("held.text", folder),
        TEXTS.get("held.yes"),
        TEXTS.get("held.no"));
  }

  /// Says why the panel cannot open and waits until that is read.
  public static void cannotStart(String why) throws InterruptedException {
    boolean read =
        ask(
            Mark.PROBLEM,
            TEXTS.get("failed.title"),
            TEXTS.get("failed.text", why),
            "",
            TEXTS.get("failed.close"));
    assert !read;
  }

  private static boolean ask(Mark mark, String title, String text, String yes, String no)
      throws InterruptedException {
    FxThread.start();
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    FxThread.run(() -> open(mark, title, text, yes, no, answer));
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void open(
      Mark mark,
      String title,
      String text,
      String yes,
      String no,
      CompletableFuture<Boolean> answer) {
    Stage stage = new Stage();
    MarkLabel heading = new MarkLabel(mark, title);
    heading.getStyleClass().add("overlay-title");
    Label body = new Label(text);
    body.setWrapText(true);
    body.setId("start-text");
    Button leave = Buttons.of(Feather.X, no, stage::close);
    leave.setId("start-no");
    leave.setCancelButton(true);
    HBox buttons = new HBox(leave);
    buttons.getStyleClass().add("overlay-buttons");
    if (!yes.isEmpty()) {
      Button go =
          Buttons.of(
              Feather.CHECK,
              yes,
              () -> {
                answer.complete(true);
                stage.close();
              },
              "accent");
      go.setId("start-yes");
      buttons.getChildren().add(go);
    }
    VBox card = new VBox(heading, body, buttons);
    card.getStyleClass().addAll("panel", "start-card");
    Scene scene = new Scene(card, 560, 260);
    Look look = new Look(Theme.SYSTEM, PanelMemory.ofThisSession());
    look.dress(scene);
    stage.setTitle("Peerdeck");
    PanelIcons.addTo(stage);
    stage.setScene(scene);
    QuietEnd.of(stage);
    stage.setOnHidden(
        event -> {
          look.close();
          answer.complete(false);
        });
    stage.show();
    leave.requestFocus();
  }
}
