package io.peerdeck.panel;

import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.look.Look;
import io.peerdeck.panel.look.Theme;
import io.peerdeck.panel.memory.PanelMemory;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.MarkLabel;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// What the first window needs of the toolkit and would otherwise wait for: stylesheets read, fonts
/// found, the controls it is made of known. Worked out while the program still reads its options.
public final class FirstLook {
  private FirstLook() {}

  /// Starts the toolkit, and prepares it on its own thread; returns once it is started.
  public static void prepare() {
    FxThread.start();
    Platform.runLater(FirstLook::dress);
  }

  private static void dress() {
    ScrollPane pane =
        new ScrollPane(
            new VBox(
                new MarkLabel(Mark.READY),
                Buttons.icon(Feather.SEARCH, "-", () -> {}),
                Buttons.of(Feather.UPLOAD, "-", () -> {}, "accent")));
    Label words = new Label("-");
    words.setTooltip(new Tooltip("-"));
    Scene scene =
        new Scene(new VBox(new HBox(words, new ToggleButton("-"), new MenuButton("-")), pane));
    scene.getRoot().getStyleClass().add("panel");
    try (Look look = new Look(Theme.SYSTEM, PanelMemory.ofThisSession())) {
      look.dress(scene);
      scene.getRoot().applyCss();
      scene.getRoot().layout();
    }
  }
}
