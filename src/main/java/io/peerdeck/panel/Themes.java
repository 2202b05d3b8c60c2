package io.peerdeck.panel;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import atlantafx.base.theme.Theme;
import io.peerdeck.panel.memory.PanelMemory;
import java.util.Arrays;
import java.util.Optional;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ChangeListener;

/// Light or dark: as the system says, until the person says otherwise.
final class Themes implements AutoCloseable {
  private static final String NAME = "look.theme";
  private final ReadOnlyObjectWrapper<PanelOptions.Theme> chosen;
  private final ChangeListener<ColorScheme> follow = (o, was, is) -> apply();

  private final PanelMemory memory;

  /// Kept of it.
  record Kept(String theme) {}

  /// Starts with `first`; where that follows the system, with what the person chose last time.
  Themes(PanelOptions.Theme first, PanelMemory memory) {
    this.memory = memory;
    chosen =
        new ReadOnlyObjectWrapper<>(
            first == PanelOptions.Theme.SYSTEM
                ? memory.recall(NAME, Kept.class).flatMap(Themes::known).orElse(first)
                : first);
    Platform.getPreferences().colorSchemeProperty().addListener(follow);
    apply();
  }

  private static Optional<PanelOptions.Theme> known(Kept kept) {
    return Arrays.stream(PanelOptions.Theme.values())
        .filter(theme -> theme.name().equals(kept.theme()))
        .findFirst();
  }

  ReadOnlyObjectProperty<PanelOptions.Theme> chosen() {
    return chosen.getReadOnlyProperty();
  }

  /// System, light, dark, and round again.
  void next() {
    PanelOptions.Theme[] all = PanelOptions.Theme.values();
    choose(all[(chosen.get().ordinal() + 1) % all.length]);
  }

  void choose(PanelOptions.Theme theme) {
    chosen.set(theme);
    memory.keep(NAME, new Kept(theme.name()));
    apply();
  }

  private void apply() {
    boolean dark =
        switch (chosen.get()) {
          case LIGHT -> false;
          case DARK -> true;
          case SYSTEM -> Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
        };
    Theme theme = dark ? new PrimerDark() : new PrimerLight();
    Application.setUserAgentStylesheet(theme.getUserAgentStylesheet());
  }

  @Override
  public void close() {
    Platform.getPreferences().colorSchemeProperty().removeListener(follow);
  }
}
