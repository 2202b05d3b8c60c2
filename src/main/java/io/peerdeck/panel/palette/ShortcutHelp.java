package io.peerdeck.panel.palette;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Offer;
import io.peerdeck.panel.part.Overlay;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// F1: every shortcut there is, and what it does.
public final class ShortcutHelp {
  private static final Texts TEXTS = Texts.of("palette");

  /// Keys of tables, logs and cards, which are no offers: each a text `help.NAME` and its keys.
  private static final List<String> WITHIN =
      List.of("open", "copy", "logEnd", "logSearch", "logChoose", "logFold", "close");

  private ShortcutHelp() {}

  /// Shows those of the offers that have keys, then those of tables and logs.
  public static void show(Overlay overlay, List<Offer> offers) {
    Label title = new Label(TEXTS.get("help.title"));
    title.getStyleClass().add("overlay-title");
    GridPane grid = new GridPane();
    grid.getStyleClass().add("facts");
    grid.setId("shortcuts");
    List<String> seen = new ArrayList<>();
    for (Offer offer : offers) {
      offer
          .shortcut()
          .map(keys -> keys.getDisplayText())
          .filter(keys -> !seen.contains(keys))
          .ifPresent(
              keys -> {
                seen.add(keys);
                add(grid, keys, offer.text());
              });
    }
    WITHIN.forEach(
        name -> add(grid, TEXTS.get("help." + name + ".keys"), TEXTS.get("help." + name)));
    ScrollPane scroll = new ScrollPane(grid);
    scroll.setFitToWidth(true);
    scroll.setAccessibleText(TEXTS.get("help.title"));
    scroll.getStyleClass().addAll("edge-to-edge", "shortcuts-scroll");
    Button close = Buttons.of(Feather.X, TEXTS.get("help.leave"), overlay::close);
    close.setId("shortcuts-close");
    HBox buttons = new HBox(close);
    buttons.getStyleClass().add("overlay-buttons");
    VBox card = new VBox(title, scroll, buttons);
    card.setId("shortcut-help");
    overlay.show(card, close);
  }

  private static void add(GridPane grid, String keys, String words) {
    Label label = new Label(keys);
    label.getStyleClass().add("keys");
    label.setMinWidth(GridPane.USE_PREF_SIZE);
    Label text = new Label(words);
    text.setWrapText(true);
    grid.addRow(grid.getRowCount(), label, text);
  }
}
