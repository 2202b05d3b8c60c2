package io.peerdeck.panel.look;

import java.util.Map;
import javafx.application.ColorScheme;

/// The colours a person chooses from.
public enum Theme {
  SYSTEM,
  LIGHT,
  DARK,
  HIGH_CONTRAST;

  /// What this theme is on a system with these preferences: never [#SYSTEM].
  ///
  /// @param scheme light or dark
  /// @param preferences the platform's own, by the names JavaFX gives them
  Theme on(ColorScheme scheme, Map<String, ?> preferences) {
    if (this != SYSTEM) {
      return this;
    }
    if (wantsContrast(preferences)) {
      return HIGH_CONTRAST;
    }
    return scheme == ColorScheme.DARK ? DARK : LIGHT;
  }

  private static boolean wantsContrast(Map<String, ?> preferences) {
    return Boolean.TRUE.equals(preferences.get("Windows.SPI.HighContrast"))
        || (preferences.get("GTK.theme_name") instanceof String name
            && name.startsWith("HighContrast"));
  }
}
