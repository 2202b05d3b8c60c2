package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.gallery.GalleryWindow;
import io.peerdeck.panel.look.Scale;
import io.peerdeck.panel.look.Theme;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import javafx.scene.Scene;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableView;
import javafx.stage.Window;

/// A state of a window, to be looked at in any theme and scale.
///
/// @param name tells it from all others: `peers-invite`
/// @param looks of the window, and of all others of its panel
record Shown(String name, Scene scene, io.peerdeck.panel.look.Look looks, Runnable settle) {
  /// The looks a person can choose.
  record Look(Theme theme, int percent) {
    @Override
    public String toString() {
      return theme.name().toLowerCase(java.util.Locale.ROOT) + "-" + percent;
    }
  }

  static Shown of(String name, Deck deck) {
    return of(name, deck, deck.window.shell().scene());
  }

  /// Another window of the same panel.
  static Shown of(String name, Deck deck, Scene scene) {
    return new Shown(name, scene, deck.window.shell().look(), deck::settle);
  }

  /// What drops down from a button of the panel, in the looks the window has.
  static Shown of(String name, Deck deck, MenuButton button) {
    return dropped(
        name, deck, button::show, () -> button.getItems().getFirst().getParentPopup().getScene());
  }

  /// The menu that a press of the other button opens over a table.
  static Shown of(String name, Deck deck, TableView<?> table) {
    ContextMenu menu = table.getContextMenu();
    Runnable show =
        () -> {
          Window window = table.getScene().getWindow(); // at its top the longest has room
          menu.show(table, window.getX() + 300, window.getY() + 10);
        };
    return dropped(name, deck, show, menu::getScene);
  }

  private static Shown dropped(String name, Deck deck, Runnable show, Callable<Scene> scene) {
    FxThread.run(show);
    return of(name, deck, FxThread.call(scene));
  }

  static Shown of(String name, GalleryWindow gallery) {
    return new Shown(
        name,
        gallery.scene(),
        gallery.look(),
        () -> assertThat(gallery.settle(Deck.SOON)).isTrue());
  }

  /// What it looks like now.
  Look look() {
    return FxThread.call(() -> new Look(looks.theme().get(), looks.scale().get().percent()));
  }

  /// Looks like this from now on, laid out. What another size has it read comes later: [#settle].
  void look(Look look) {
    FxThread.run(
        () -> {
          looks.choose(look.theme(), new Scale(look.percent()));
          layOut();
          layOut(); // cells that come into sight are filled by the first
        });
  }

  void layOut() {
    FxThread.run(
        () -> {
          scene.getRoot().applyCss();
          scene.getRoot().layout();
        });
  }

  void picture(Path png) {
    var image = FxThread.call(() -> scene.snapshot(null));
    try {
      io.peerdeck.panel.part.PngFile.write(image, png);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
