package io.peerdeck.panel.clock;

import io.peerdeck.node.VerifyProgress;
import io.peerdeck.node.VerifyView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Desk;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/// Checks every entry on demand, and says how far it is and what it found.
final class VerifyBar extends HBox {
  private static final Texts TEXTS = Texts.of("clock");

  private final Desk desk;
  private final Button verify;
  private final ProgressBar progress = new ProgressBar(0);
  private final Label verified = new Label();

  VerifyBar(Desk desk) {
    this.desk = desk;
    getStyleClass().add("verify-bar");
    verify = Buttons.of(Feather.SHIELD, TEXTS.get("verify"), this::verify, "accent");
    verify.setId("clock-verify");
    Buttons.told(verify, () -> "peerdeck clock verify");
    verify.setMinWidth(Region.USE_PREF_SIZE);
    progress.setId("clock-progress");
    progress.setAccessibleText(TEXTS.get("verify.progress"));
    progress.setVisible(false);
    progress.setManaged(false);
    verified.setId("clock-verified");
    verified.setMinWidth(0);
    verified.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(verified, Priority.ALWAYS);
    getChildren().setAll(verify, progress, verified);
  }

  /// Once at a time.
  void verify() {
    if (verify.isDisabled()) {
      return;
    }
    verify.setDisable(true);
    progress.setProgress(0);
    progress.setVisible(true);
    progress.setManaged(true);
    verified.setText(TEXTS.get("verify.running"));
    desk.bridge()
        .act(
            TEXTS.get("verify.failed"),
            node -> node.verifyClock(p -> desk.bridge().post(progress, () -> checked(p))),
            this::verified,
            e -> {
              ended(TEXTS.get("verify.failed"));
              desk.notices().problem(TEXTS.get("verify.failed"), desk.bridge().message(e));
            });
  }

  private void checked(VerifyProgress p) {
    if (verify.isDisabled()) {
      progress.setProgress(p.total() == 0 ? 0 : (double) p.checked() / p.total());
      verified.setText(TEXTS.get("verify.at", p.checked(), p.total()));
    }
  }

  private void verified(VerifyView result) {
    String took = Words.duration(result.took().toMillis());
    if (result.ok() && result.equivocations().isEmpty()) {
      ended(TEXTS.get("verify.ok", result.entries(), took));
      return;
    }
    ended(TEXTS.get("verify.bad", result.problems().size(), result.equivocations().size(), took));
    result.problems().forEach(text -> desk.notices().problem(TEXTS.get("verify.problem"), text));
    result
        .equivocations()
        .forEach(text -> desk.notices().problem(TEXTS.get("verify.equivocation"), text));
  }

  private void ended(String text) {
    verify.setDisable(false);
    progress.setVisible(false);
    progress.setManaged(false);
    verified.setText(text);
  }
}
