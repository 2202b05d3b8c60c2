package io.peerdeck.panel;

import io.peerdeck.panel.part.Offer;
import io.peerdeck.panel.part.Overlay;
import java.util.List;
import java.util.function.BooleanSupplier;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/// Keys that work everywhere: those of the [ShellOffers], then those of the view shown, Escape for
/// the newest notice and `?` for the list of them all. None works while a card is open.
final class Shortcuts {
  private Shortcuts() {}

  static void install(
      Scene scene, List<Offer> offers, Overlay overlay, Shell shell, Runnable help) {
    BooleanSupplier free = () -> !overlay.isVisible();
    for (Offer offer : offers) {
      offer
          .shortcut()
          .ifPresent(
              keys ->
                  scene
                      .getAccelerators()
                      .put(
                          keys,
                          () -> {
                            if (free.getAsBoolean()) {
                              offer.run().run();
                            }
                          }));
    }
    // Where + is the shifted =, people press it without the shift.
    scene
        .getAccelerators()
        .put(KeyCombination.valueOf("Shortcut+Equals"), () -> shell.look().larger());
    scene.addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (free.getAsBoolean() && (shell.current().pressed(event) || escaped(shell, event))) {
            event.consume();
          }
        });
    scene.addEventHandler(
        KeyEvent.KEY_TYPED,
        event -> {
          boolean writing = scene.getFocusOwner() instanceof TextInputControl;
          if (free.getAsBoolean() && !writing && event.getCharacter().equals("?")) {
            help.run();
            event.consume();
          }
        });
  }

  private static boolean escaped(Shell shell, KeyEvent event) {
    if (event.getCode() != KeyCode.ESCAPE || shell.desk().notices().unread().isEmpty()) {
      return false;
    }
    shell.desk().notices().read(shell.desk().notices().unread().getFirst());
    return true;
  }
}
