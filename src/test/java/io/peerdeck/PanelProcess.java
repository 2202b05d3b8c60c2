package io.peerdeck;

import io.peerdeck.panel.bridge.FxThread;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javafx.animation.AnimationTimer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.stage.Window;

/// The program with somebody in front of it, who says on standard output which preview is shown,
/// and answers with a yes when asked whether to take a data folder over.
public final class PanelProcess {
  private final Set<String> said = new HashSet<>();

  private PanelProcess() {}

  public static void main(String[] arguments) {
    PanelProcess person = new PanelProcess();
    FxThread.start();
    FxThread.run(
        () ->
            new AnimationTimer() {
              @Override
              public void handle(long now) {
                person.look();
              }
            }.start());
    Main.main(arguments);
  }

  private void look() {
    find("#preview-name", Label.class).ifPresent(name -> say("preview of " + name.getText()));
    find("#start-yes", Button.class)
        .ifPresent(
            yes -> {
              say("yes");
              yes.fire();
            });
  }

  private void say(String text) {
    if (said.add(text)) {
      System.out.println(text);
    }
  }

  private static <T> Optional<T> find(String query, Class<T> type) {
    return Window.getWindows().stream()
        .map(window -> window.getScene().lookup(query))
        .filter(Objects::nonNull)
        .map(type::cast)
        .findFirst();
  }
}
