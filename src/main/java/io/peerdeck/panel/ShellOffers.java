package io.peerdeck.panel;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.look.Scale;
import io.peerdeck.panel.look.Theme;
import io.peerdeck.panel.part.Offer;
import io.peerdeck.panel.part.Screen;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.input.KeyCombination;
import org.kordamp.ikonli.feather.Feather;

/// What the frame itself offers, on every screen: the screens, submitting, the ways back and
/// forward, the look.
final class ShellOffers {
  private static final Texts TEXTS = Texts.of("shell");
  private final Shell shell;
  private final List<Offer> all = new ArrayList<>();

  private ShellOffers(Shell shell) {
    this.shell = shell;
  }

  static List<Offer> of(Shell shell) {
    ShellOffers made = new ShellOffers(shell);
    made.screens();
    made.commands();
    made.colours();
    return List.copyOf(made.all);
  }

  private void screens() {
    for (Screen screen : Screen.values()) {
      int digit = screen.ordinal() + 1;
      all.add(
          new Offer(
              "screen." + screen.key(),
              screen.icon(),
              Navigation.word(screen),
              TEXTS.get("offer.screen"),
              digit > 9
                  ? Optional.empty()
                  : Optional.of(KeyCombination.valueOf("Shortcut+" + digit)),
              Optional.empty(),
              () -> shell.show(screen)));
    }
  }

  private void commands() {
    add("submit", Feather.UPLOAD, "Shortcut+O", shell::chooseFiles);
    add("paste", Feather.CLIPBOARD, "Shortcut+V", () -> Pasted.take(shell));
    add("palette", Feather.COMMAND, "Shortcut+K", shell::openPalette);
    add("filter", Feather.SEARCH, "Shortcut+F", shell::focusFilter);
    add("details", Feather.SIDEBAR, "Shortcut+I", shell::toggleDetails);
    add("back", Feather.ARROW_LEFT, "Alt+Left", shell::back);
    add("forward", Feather.ARROW_RIGHT, "Alt+Right", shell::forward);
    add("pause", Feather.PAUSE, "Shortcut+P", shell::togglePause);
    add("undo", Feather.CORNER_UP_LEFT, "Shortcut+Z", shell.desk().toasts()::undoNewest);
    add("larger", Feather.ZOOM_IN, "Shortcut+Plus", shell.look()::larger);
    add("smaller", Feather.ZOOM_OUT, "Shortcut+Minus", shell.look()::smaller);
    add("usual", Feather.MAXIMIZE, "Shortcut+0", () -> shell.look().choose(Scale.NORMAL));
    add("needs", Feather.FLAG, "Shortcut+Shift+N", () -> Needs.show(shell.desk()));
    add("help", Feather.HELP_CIRCLE, "F1", shell::showShortcuts);
  }

  private void add(String name, Feather icon, String keys, Runnable run) {
    all.add(
        new Offer(
            name,
            icon,
            TEXTS.get("offer." + name),
            "",
            Optional.of(KeyCombination.valueOf(keys)),
            Optional.empty(),
            run));
  }

  private void colours() {
    for (Theme theme : Theme.values()) {
      String name = theme.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      all.add(
          Offer.of(
              "theme." + theme.name(),
              Feather.DROPLET,
              TEXTS.get("offer.colours", name),
              TEXTS.get("offer.setting"),
              () -> shell.look().choose(theme)));
    }
  }
}
