package io.peerdeck.panel;

import io.peerdeck.panel.bridge.Pause;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.MarkLabel;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.feather.Feather;

/// Says, for as long as live updates are paused, that they are and how much waits.
final class PauseBar extends HBox {
  private static final Texts TEXTS = Texts.of("shell");
  private final MarkLabel words = new MarkLabel();
  private final Button go;

  PauseBar(Pause pause, Runnable resume) {
    setId("pause-bar");
    getStyleClass().add("pause-bar");
    words.setId("pause-words");
    words.setMinWidth(0);
    words.setWrapText(true);
    words.setMinHeight(USE_PREF_SIZE);
    words.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(words, Priority.ALWAYS);
    go = Buttons.of(Feather.PLAY, TEXTS.get("pause.resume"), resume);
    go.setId("pause-resume");
    go.setMinWidth(USE_PREF_SIZE);
    pause.state().addListener((o, was, is) -> show(is));
    show(pause.state().get());
  }

  private void show(Pause.State state) {
    setVisible(state.on());
    setManaged(state.on());
    if (!state.on()) {
      return;
    }
    getChildren().setAll(words, go);
    words.show(
        Mark.HELD,
        state.waiting() == 0
            ? TEXTS.get("pause.none")
            : TEXTS.count("pause.waiting", state.waiting()));
  }
}
