package io.peerdeck.panel;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import atlantafx.base.theme.Theme;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ChangeListener;

/// Light or dark: as the system says, until the person says otherwise.
final class Themes implements AutoCloseable {
  private final ReadOnlyObjectWrapper<PanelOptions.Theme> chosen;
  private final ChangeListener<ColorScheme> follow = (o, was, is) -> apply();

  Themes(PanelOptions.Theme first) {
    chosen = new ReadOnlyObjectWrapper<>(first);
    Platform.getPreferences().colorSchemeProperty().addListener(follow);
    apply();
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
