package io.peerdeck.panel;

import io.peerdeck.node.NodeStatus;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Icons;
import io.peerdeck.panel.part.Screen;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.css.PseudoClass;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// The left zone: icon, word and count of every screen.
final class Navigation extends VBox {
  private static final Texts TEXTS = Texts.of("shell");
  private static final PseudoClass COMPACT = PseudoClass.getPseudoClass("compact");
  private static final PseudoClass LOW = PseudoClass.getPseudoClass("low");
  private final Map<Screen, ToggleButton> buttons = new EnumMap<>(Screen.class);
  private final List<Label> words = new ArrayList<>();
  private final Map<Screen, Label> counts = new EnumMap<>(Screen.class);

  Navigation(Consumer<Screen> show) {
    setId("navigation");
    getStyleClass().add("navigation");
    for (Screen screen : Screen.values()) {
      Label word = new Label(word(screen));
      words.add(word);
      HBox.setHgrow(word, Priority.ALWAYS);
      word.setMaxWidth(Double.MAX_VALUE);
      Label count = new Label();
      count.getStyleClass().add("count");
      counts.put(screen, count);
      HBox face = new HBox(Icons.of(screen.icon()), word, count);
      face.getStyleClass().add("navigation-face");
      ToggleButton button = new ToggleButton(null, face);
      button.setId("nav-" + screen.key());
      button.getStyleClass().addAll("flat", "navigation-item");
      Buttons.name(button, TEXTS.get("nav.tooltip", word(screen), screen.ordinal() + 1));
      button.setMaxWidth(Double.MAX_VALUE);
      button.setOnAction(
          event -> {
            button.setSelected(true);
            show.accept(screen);
          });
      face.setMaxWidth(Double.MAX_VALUE);
      button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
      buttons.put(screen, button);
      getChildren().add(button);
    }
  }

  static String word(Screen screen) {
    return TEXTS.get("screen." + screen.key());
  }

  void shown(Optional<Screen> screen) {
    buttons.forEach(
        (known, button) -> button.setSelected(screen.filter(s -> s == known).isPresent()));
  }

  /// Where the room is little there are icons alone; the words are in the tooltips.
  void compact(boolean little) {
    Stream.concat(words.stream(), counts.values().stream())
        .forEach(
            label -> {
              label.setVisible(!little);
              label.setManaged(!little);
            });
    pseudoClassStateChanged(COMPACT, little);
  }

  /// Where the window is low the buttons stand closer.
  void low(boolean little) {
    pseudoClassStateChanged(LOW, little);
  }

  void counts(NodeStatus status) {
    count(Screen.QUEUE, status.runs().live());
    count(Screen.CLOCK, status.clockEntries());
    count(Screen.PEERS, status.members());
  }

  private void count(Screen screen, long number) {
    Label label = counts.get(screen);
    ToggleButton button = buttons.get(screen);
    if (label != null && button != null) {
      label.setText(number == 0 ? "" : Words.number(number));
      button.setAccessibleText(TEXTS.get("nav.accessible", word(screen), number));
    }
  }
}
