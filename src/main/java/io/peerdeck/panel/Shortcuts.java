package io.peerdeck.panel;

import io.peerdeck.panel.part.Overlay;
import io.peerdeck.panel.part.Screen;
import java.util.function.BooleanSupplier;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/// Keys that work everywhere: Ctrl+1 to 7 the screens, Ctrl+O choose files, Ctrl+F filter, Ctrl+I
/// inspector, Ctrl+Z undo what a toast offers.
final class Shortcuts {
  private Shortcuts() {}

  static void install(Scene scene, Shell shell, Overlay overlay) {
    BooleanSupplier free = () -> !overlay.isVisible();
    for (Screen screen : Screen.values()) {
      KeyCode digit = KeyCode.getKeyCode(String.valueOf(screen.ordinal() + 1));
      on(scene, digit, free, () -> shell.show(screen));
    }
    on(scene, KeyCode.O, free, shell::chooseFiles);
    on(scene, KeyCode.F, free, shell::focusFilter);
    on(scene, KeyCode.I, free, shell::toggleDetails);
    on(scene, KeyCode.Z, free, shell.desk().toasts()::undoNewest);
    on(scene, new KeyCodeCombination(KeyCode.LEFT, KeyCombination.ALT_DOWN), free, shell::back);
    on(scene, new KeyCodeCombination(KeyCode.RIGHT, KeyCombination.ALT_DOWN), free, shell::forward);
    scene.addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (free.getAsBoolean() && shell.current().pressed(event)) {
            event.consume();
          }
        });
  }

  private static void on(Scene scene, KeyCode key, BooleanSupplier free, Runnable run) {
    on(scene, new KeyCodeCombination(key, KeyCombination.SHORTCUT_DOWN), free, run);
  }

  private static void on(Scene scene, KeyCombination keys, BooleanSupplier free, Runnable run) {
    scene
        .getAccelerators()
        .put(
            keys,
            () -> {
              if (free.getAsBoolean()) {
                run.run();
              }
            });
  }
}
