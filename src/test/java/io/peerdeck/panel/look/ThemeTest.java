package io.peerdeck.panel.look;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.panel.bridge.FxThread;
import java.util.Map;
import javafx.application.ColorScheme;
import javafx.scene.text.Font;
import org.junit.jupiter.api.Test;

/// What the system says decides until the person does.
final class ThemeTest {
  @Test
  void theSystemsWordCountsOnlyWhereThePersonSaidNothing() {
    assertThat(Theme.SYSTEM.on(ColorScheme.DARK, Map.of())).isEqualTo(Theme.DARK);
    assertThat(Theme.SYSTEM.on(ColorScheme.LIGHT, Map.of())).isEqualTo(Theme.LIGHT);
    assertThat(Theme.LIGHT.on(ColorScheme.DARK, Map.of())).isEqualTo(Theme.LIGHT);
  }

  @Test
  void aSystemInHighContrastIsFollowed() {
    assertThat(Theme.SYSTEM.on(ColorScheme.DARK, Map.of("Windows.SPI.HighContrast", true)))
        .isEqualTo(Theme.HIGH_CONTRAST);
    assertThat(Theme.SYSTEM.on(ColorScheme.DARK, Map.of("Windows.SPI.HighContrast", false)))
        .isEqualTo(Theme.DARK);
    assertThat(Theme.SYSTEM.on(ColorScheme.LIGHT, Map.of("GTK.theme_name", "HighContrastInverse")))
        .isEqualTo(Theme.HIGH_CONTRAST);
  }

  @Test
  void aFontWhoseFiguresLineUpIsLeftAlone() {
    FxThread.start();
    assertThat(FxThread.call(() -> Figures.uneven(Font.font("Monospaced")))).isFalse();
  }
}
