package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.look.Theme;
import io.peerdeck.panel.part.Screen;
import io.peerdeck.panel.part.TokenCanvas;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.paint.Color;
import javafx.scene.shape.Shape;
import org.junit.jupiter.api.Test;

/// What is drawn rather than made of controls stands out as well, from the ground that is really
/// behind it and from the mark of what is chosen: 3:1 for lines and dots, 4.5:1 for writing (WCAG
/// 2.2, 1.4.11 and 1.4.3).
final class CanvasContrastTest {
  private static final int LANES = 8;
  private static final List<Theme> THEMES = List.of(Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST);

  private final List<String> faint = new ArrayList<>();

  @Test
  void everyInkOfEveryCanvasStandsOutInEveryTheme() {
    try (Deck deck = new Deck(TourNode.filled(), Theme.LIGHT, () -> Script.NOW, 1280, 820)) {
      look(deck.show(Screen.OVERVIEW), "overview", ".sparkline");
      look(deck.show(Screen.CLOCK), "clock", ".clock-canvas");
      look(deck.show(Screen.CACHES), "cache", ".time-chart");
      deck.show(Screen.PEERS).fire("#peers-page-map");
      deck.settle();
      look(deck, "peers", ".peers-map");
      deck.window.openRun(TourNode.FAILED, Optional.empty());
      deck.settle();
      look(deck, "run", ".edge");
    }
    assertThat(faint).isEmpty();
  }

  /// Colours mixed while drawing would be none of those looked at above.
  @Test
  void canvasesMixNoColours() throws Exception {
    List<String> mixing = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/io/peerdeck/panel"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        String text = Files.readString(file);
        if (text.contains("GraphicsContext")
            && text.matches(
                "(?s).*(deriveColor|\\.darker\\(|\\.brighter\\(|Color\\.(web|rgb)).*")) {
          mixing.add(file.toString());
        }
      }
    }
    assertThat(mixing).isEmpty();
  }

  private void look(Deck deck, String screen, String drawn) {
    for (Theme theme : THEMES) {
      deck.window.theme(theme);
      FxThread.run(
          () -> {
            deck.window.shell().scene().getRoot().applyCss();
            List<Node> found = List.copyOf(deck.visible(drawn));
            assertThat(found).as(drawn).isNotEmpty();
            found.forEach(one -> look(screen + " " + theme, one));
          });
    }
    deck.window.theme(Theme.LIGHT);
  }

  private void look(String where, Node drawn) {
    Color ground = ContrastWalk.ground(drawn, Color.WHITE);
    if (drawn instanceof Shape shape && shape.getStroke() instanceof Color stroke) {
      ink(where + " line", stroke, ground, ContrastWalk.ICON);
    } else if (drawn instanceof TokenCanvas canvas) {
      Color chosen = ContrastWalk.over(canvas.chosen(), ground);
      for (Color behind : List.of(ground, chosen)) {
        String on = where + (behind == ground ? "" : " chosen");
        ink(on + " text", canvas.text(), behind, ContrastWalk.TEXT);
        ink(on + " muted", canvas.muted(), behind, ContrastWalk.TEXT);
        ink(on + " warn", canvas.warn(), behind, ContrastWalk.TEXT);
        ink(on + " accent", canvas.accent(), behind, ContrastWalk.ICON);
        for (int lane = 0; lane < LANES; lane++) {
          ink(on + " lane " + (lane + 1), canvas.lane(lane), behind, ContrastWalk.ICON);
        }
      }
    } else {
      faint.add(where + ": nothing to look at in " + drawn);
    }
  }

  private void ink(String what, Color ink, Color ground, double least) {
    double contrast = ContrastWalk.contrast(ContrastWalk.over(ink, ground), ground);
    if (contrast < least - 0.005) {
      faint.add("%s: %.2f:1 %s on %s".formatted(what, contrast, ink, ground));
    }
  }
}
