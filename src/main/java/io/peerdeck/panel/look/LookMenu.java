package io.peerdeck.panel.look;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Icons;
import java.util.function.UnaryOperator;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;
import org.kordamp.ikonli.feather.Feather;

/// The button behind which people choose theme and size.
public final class LookMenu extends MenuButton {
  private static final Texts TEXTS = Texts.of("look");
  private final Look look;

  public LookMenu(Look look) {
    this.look = look;
    getStyleClass().addAll("button-icon", "flat");
    ToggleGroup group = new ToggleGroup();
    for (Theme theme : Theme.values()) {
      RadioMenuItem item = new RadioMenuItem(word(theme));
      item.setId("look-" + theme.name());
      item.setToggleGroup(group);
      item.setSelected(theme == look.theme().get());
      item.setOnAction(event -> look.choose(theme));
      look.theme().addListener((o, was, is) -> item.setSelected(is == theme));
      getItems().add(item);
    }
    getItems().add(new SeparatorMenuItem());
    size("larger", Scale::larger);
    size("smaller", Scale::smaller);
    size("normal", scale -> Scale.NORMAL);
    look.theme().addListener(o -> show(look.theme().get()));
    look.scale().addListener(o -> show(look.theme().get()));
    show(look.theme().get());
  }

  private void size(String key, UnaryOperator<Scale> change) {
    MenuItem item = new MenuItem(TEXTS.get(key));
    item.setId("look-" + key);
    item.setOnAction(event -> look.choose(change.apply(look.scale().get())));
    getItems().add(item);
  }

  private static String word(Theme theme) {
    return TEXTS.get("theme." + theme.name());
  }

  private void show(Theme theme) {
    setGraphic(
        Icons.of(
            switch (theme) {
              case SYSTEM -> Feather.MONITOR;
              case LIGHT -> Feather.SUN;
              case DARK -> Feather.MOON;
              case HIGH_CONTRAST -> Feather.EYE;
            }));
    Buttons.name(this, TEXTS.get("menu", word(theme), look.scale().get().percent()));
  }
}
