package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.LogChunk;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.look.Scale;
import io.peerdeck.panel.look.Theme;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/// Every colour a job can write in stands out from every ground a line can have.
final class LogContrastTest {
  private static final List<Integer> CODES = List.of(0, 2, 31, 32, 33, 34, 35, 36, 44);
  private static final List<String> LEVELS =
      List.of("group", "error", "warning", "notice", "debug");

  private final ScriptedNode node = PicturesTest.filled();
  private final List<String> faint = new ArrayList<>();

  @Test
  void everyColourStandsOutWhetherFoundChosenOrGoneTo() {
    node.log.clear();
    List<LogChunk.Line> lines = new ArrayList<>();
    CODES.forEach(
        code -> lines.add(line(lines.size(), "out", "plain", "\u001b[" + code + "msaid")));
    LEVELS.forEach(level -> lines.add(line(lines.size(), "out", level, "said")));
    lines.add(line(lines.size(), "peerdeck", "plain", "said"));
    lines.add(line(lines.size(), "err", "plain", "said"));
    node.logged(lines, true);
    try (Deck deck = new Deck(node, Theme.LIGHT, () -> Script.NOW, 1280, 820)) {
      deck.window.openRun(Script.cid(39), Optional.empty());
      deck.settle();
      deck.window.scale(Scale.LEAST);
      deck.until("all lines", () -> deck.visible(".log-row").size() >= lines.size());
      for (Theme theme : List.of(Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST)) {
        deck.window.theme(theme);
        look(deck, theme, lines.size());
      }
    }
    assertThat(faint).isEmpty();
  }

  private static LogChunk.Line line(int number, String stream, String level, String text) {
    return new LogChunk.Line(number, Script.NOW, 1, stream, level, text);
  }

  private void look(Deck deck, Theme theme, int lines) {
    TextField search = deck.node("#log-search", TextField.class);
    FxThread.run(search::clear);
    look(deck, theme + " plain");
    FxThread.run(() -> search.setText("said"));
    deck.until("found", () -> deck.visible(".log-row:found").size() == lines);
    look(deck, theme + " found");
    for (int i = 0; i < lines; i++) {
      deck.fire("#log-next");
      look(deck, theme + " gone to line " + (i + 1));
    }
    FxThread.run(() -> deck.node("#log", Node.class).requestFocus());
    deck.press(KeyCode.CONTROL, KeyCode.A);
    look(deck, theme + " chosen");
  }

  private void look(Deck deck, String state) {
    FxThread.run(
        () -> {
          deck.window.shell().scene().getRoot().applyCss();
          deck.window.shell().scene().getRoot().layout();
          ContrastWalk.of(deck.window.shell().scene()).stream()
              .filter(one -> one.contains("log"))
              .forEach(one -> faint.add(state + ": " + one));
        });
  }
}
