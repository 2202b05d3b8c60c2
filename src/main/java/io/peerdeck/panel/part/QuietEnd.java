package io.peerdeck.panel.part;

import javafx.stage.Stage;

/// The end of a window after which nothing of it asks for pulses.
public final class QuietEnd {
  private QuietEnd() {}

  /// Takes the focus from what has it once the window has gone. A field that keeps it goes on
  /// blinking its caret, sixty pulses a second, until it is garbage.
  public static void of(Stage stage) {
    stage
        .showingProperty()
        .addListener(
            (o, was, shown) -> {
              if (!shown && stage.getScene() != null) {
                stage.getScene().getRoot().requestFocus();
              }
            });
  }
}
