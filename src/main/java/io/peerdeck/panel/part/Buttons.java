package io.peerdeck.panel.part;

import java.util.function.Supplier;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import org.kordamp.ikonli.feather.Feather;

/// Buttons with all an assistive device and a curious pointer ask for.
public final class Buttons {
  private Buttons() {}

  public static Button of(Feather icon, String text, Runnable run, String... styleClasses) {
    Button button = new Button(text, Icons.of(icon));
    button.setAccessibleText(text);
    button.getStyleClass().addAll(styleClasses);
    button.setOnAction(e -> run.run());
    return button;
  }

  /// An icon alone; the words are in the tooltip.
  public static Button icon(Feather icon, String words, Runnable run, String... styleClasses) {
    Button button = new Button(null, Icons.of(icon));
    button.getStyleClass().addAll("button-icon", "flat");
    button.getStyleClass().addAll(styleClasses);
    name(button, words);
    button.setOnAction(e -> run.run());
    return button;
  }

  /// Has the button say the command that does the same.
  public static void told(ButtonBase button, Supplier<String> command) {
    Tip.on(button, () -> button.getText() + "\n" + command.get());
  }

  public static void name(ButtonBase button, String words) {
    button.setAccessibleText(words);
    Tip.on(button, words);
  }
}
