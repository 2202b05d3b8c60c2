package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.look.Theme;
import io.peerdeck.panel.part.Screen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.SplitPane;
import org.controlsfx.control.BreadCrumbBar;
import org.controlsfx.control.CheckComboBox;
import org.junit.jupiter.api.Test;

/// Styles and accessibility of all screens at once.
final class PanelStyleTest {
  @Test
  void theStylesheetKnowsTokensAndEmsOnly() throws Exception {
    String css =
        Files.readString(Path.of("src/main/resources/io/peerdeck/panel/panel.css"))
            .replaceAll("(?s)/\\*.*?\\*/", "")
            .replaceAll("#[a-z-]+[^{};]*\\{", "{");
    assertThat(css).doesNotContainPattern("#[0-9a-fA-F]{3,8}\\b");
    assertThat(css).doesNotContainPattern("rgba?\\(");
    assertThat(css).doesNotContainPattern("[0-9](px|pt)\\b");
  }

  @Test
  void noScreenInAnyThemeBringsCssWarnings() {
    List<String> warnings = new CopyOnWriteArrayList<>();
    Handler listener = listener(warnings);
    Logger logger = Logger.getLogger("javafx.css");
    logger.addHandler(listener);
    try (Deck deck = new Deck(PicturesTest.filled())) {
      // Controls written for Modena find what they look up.
      FxThread.run(
          () ->
              ((javafx.scene.layout.Pane) deck.window.shell().scene().getRoot())
                  .getChildren()
                  .addAll(new CheckComboBox<String>(), new BreadCrumbBar<String>()));
      for (Theme theme : List.of(Theme.LIGHT, Theme.DARK)) {
        deck.window.theme(theme);
        everyScreen(deck, screen -> {});
      }
    } finally {
      logger.removeHandler(listener);
    }
    assertThat(warnings).isEmpty();
  }

  @Test
  void everyControlOfEveryScreenHasWordsAndTheNodeIsNeverAskedOnTheFxThread() {
    ScriptedNode node = PicturesTest.filled();
    List<String> mute = new ArrayList<>();
    try (Deck deck = new Deck(node)) {
      deck.fire("#header-details");
      everyScreen(
          deck,
          screen -> FxThread.run(() -> walk(screen, deck.window.shell().scene().getRoot(), mute)));
    }
    assertThat(mute).isEmpty();
    assertThat(node.touchedOnFxThread).isFalse();
  }

  private static void everyScreen(Deck deck, java.util.function.Consumer<String> visit) {
    for (Screen screen : Screen.values()) {
      if (screen == Screen.RUN) {
        deck.window.openRun(Script.cid(39), Optional.empty());
      } else {
        deck.window.show(screen);
      }
      deck.settle();
      visit.accept(screen.name());
    }
    Path file = Path.of("broken.yml");
    ScriptedNode node = (ScriptedNode) deck.window.shell().desk().bridge().node();
    node.previews.put(file, Script.broken(file));
    Path good = Path.of("nightly.yml");
    node.previews.put(good, Script.preview(good));
    deck.window.preview(List.of(file, good));
    deck.settle();
    visit.accept("PREVIEW");
    deck.window.preview(List.of(good));
    deck.settle();
    visit.accept("PREVIEW");
  }

  private static void walk(String screen, Node node, List<String> mute) {
    if (!node.isVisible()) {
      return;
    }
    boolean part = node instanceof ScrollBar && node.getId() == null || node instanceof SplitPane;
    if (node.isFocusTraversable() && !part && !named(node)) {
      mute.add(screen + ": " + node);
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> walk(screen, child, mute));
    }
  }

  private static boolean named(Node node) {
    String words = node.getAccessibleText();
    return words != null && !words.isBlank()
        || node instanceof Labeled labeled
            && labeled.getText() != null
            && !labeled.getText().isBlank()
        || !(node instanceof Control)
            && node.getParent() instanceof Control parent
            && named(parent);
  }

  private static Handler listener(List<String> warnings) {
    return new Handler() {
      @Override
      public void publish(LogRecord record) {
        if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
          warnings.add(record.getMessage());
        }
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
