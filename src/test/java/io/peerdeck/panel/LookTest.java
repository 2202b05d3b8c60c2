package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.look.Scale;
import io.peerdeck.panel.look.Theme;
import io.peerdeck.panel.part.Screen;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javafx.application.Application;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Theme and size, as people change them.
final class LookTest {
  private final ScriptedNode node = PicturesTest.filled();

  @Test
  void themesChangeAtOnceAndHighContrastIsWhiteOnBlack() {
    try (Deck deck = new Deck(node)) {
      assertThat(FxThread.call(Application::getUserAgentStylesheet)).contains("light");
      deck.window.theme(Theme.DARK);
      assertThat(FxThread.call(Application::getUserAgentStylesheet)).contains("dark");
      deck.window.theme(Theme.HIGH_CONTRAST);
      deck.settle();
      Label self = deck.node("#header .self", Label.class);
      assertThat(FxThread.call(self::getTextFill)).isEqualTo(Color.WHITE);
      assertThat(background(deck)).isEqualTo(Color.BLACK);
      deck.window.theme(Theme.LIGHT);
      deck.settle();
      assertThat(background(deck)).isEqualTo(Color.WHITE);
    }
  }

  @Test
  void anOpenWindowFollowsTheSystemUntilThePersonChooses() throws Exception {
    try (Deck deck = new Deck(node, Theme.SYSTEM, () -> Script.NOW, 1000, 1000)) {
      assertThat(contrasts(deck)).isFalse();
      system("HighContrast");
      deck.until("it follows", () -> contrasts(deck));
      deck.settle();
      assertThat(background(deck)).isEqualTo(Color.BLACK);
      deck.window.theme(Theme.LIGHT);
      deck.settle();
      assertThat(contrasts(deck)).isFalse();
      deck.window.theme(Theme.SYSTEM);
      deck.until("it follows again", () -> contrasts(deck));
    } finally {
      system("Adwaita");
    }
  }

  private static boolean contrasts(Deck deck) {
    return FxThread.call(
        () ->
            deck.window.shell().scene().getStylesheets().stream()
                .anyMatch(sheet -> sheet.endsWith("high-contrast.css")));
  }

  /// As a desktop tells JavaFX of another theme; the headless one never does by itself.
  private static void system(String theme) throws Exception {
    Method told =
        Class.forName("com.sun.javafx.application.PlatformImpl")
            .getMethod("updatePreferences", Map.class);
    FxThread.call(() -> Optional.ofNullable(told.invoke(null, Map.of("GTK.theme_name", theme))));
  }

  @Test
  void theWritingGrowsByKeysAndAllElseWithIt() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.QUEUE);
      Label title = deck.node("#queue-table .column-header .label", Label.class);
      TableView<?> table = deck.node("#queue-table", TableView.class);
      double before = FxThread.call(() -> title.getFont().getSize());
      double least = FxThread.call(() -> table.getColumns().getFirst().getMinWidth());
      deck.press(KeyCode.CONTROL, KeyCode.PLUS).press(KeyCode.CONTROL, KeyCode.PLUS);
      assertThat(FxThread.call(() -> title.getFont().getSize()))
          .isCloseTo(before * 1.2, within(0.01));
      assertThat(FxThread.call(() -> table.getColumns().getFirst().getMinWidth()))
          .isCloseTo(least * 1.2, within(0.01));
      deck.press(KeyCode.CONTROL, KeyCode.DIGIT0);
      assertThat(FxThread.call(() -> title.getFont().getSize())).isCloseTo(before, within(0.01));
    }
  }

  @Test
  void theLargestWritingHasRoomInANarrowWindow() {
    try (Deck deck = new Deck(node, Theme.LIGHT, () -> Script.NOW, 1000, 700)) {
      deck.window.scale(Scale.MOST);
      deck.settle();
      Region root = (Region) deck.window.shell().scene().getRoot();
      assertThat(FxThread.call(() -> root.minWidth(-1))).isLessThanOrEqualTo(1000);
    }
  }

  @Test
  void sizesStayBetweenEightyAndTwoHundredPercent() {
    assertThat(new Scale(500)).isEqualTo(Scale.MOST);
    assertThat(Scale.LEAST.smaller()).isEqualTo(Scale.LEAST);
    assertThat(Scale.MOST.em()).isEqualTo(28);
  }

  @Test
  void themeAndSizeAreRememberedAndPopupsFollow(@TempDir Path folder) {
    PanelOptions options =
        PanelOptions.standard().withSize(1000, 1000).withMemory(folder.resolve("panel.json"));
    try (Deck deck = new Deck(node, options)) {
      deck.window.theme(Theme.HIGH_CONTRAST);
      deck.window.scale(new Scale(150));
    }
    try (Deck deck = new Deck(node, options)) {
      deck.settle();
      Label self = deck.node("#header .self", Label.class);
      assertThat(FxThread.call(self::getTextFill)).isEqualTo(Color.WHITE);
      assertThat(FxThread.call(() -> self.getFont().getSize())).isEqualTo(21);
      deck.click("#header-look");
      deck.until(
          "the menu is open", () -> !deck.robot.lookup(".menu-item .label").queryAll().isEmpty());
      Label item = deck.robot.lookup(".menu-item .label").query();
      assertThat(FxThread.call(() -> item.getFont().getSize())).isEqualTo(21);
      deck.press(KeyCode.ESCAPE);
    }
  }

  private static Color background(Deck deck) {
    return FxThread.call(
        () ->
            (Color)
                ((javafx.scene.layout.Region) deck.window.shell().scene().getRoot())
                    .getBackground()
                    .getFills()
                    .getFirst()
                    .getFill());
  }
}
