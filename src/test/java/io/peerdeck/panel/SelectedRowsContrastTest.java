package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.look.Theme;
import io.peerdeck.panel.part.Screen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.ListView;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.Test;

/// Rows stand out from their ground when they are selected, whatever they say, with the focus and
/// without it.
final class SelectedRowsContrastTest {
  private final List<String> faint = new ArrayList<>();

  @Test
  void everyRowStandsOutWhenItIsSelected() {
    try (Deck deck = new Deck(TourNode.filled(), Theme.LIGHT, () -> Script.NOW, 1280, 820)) {
      look(deck.show(Screen.QUEUE), "#queue-table");
      look(deck.show(Screen.PEERS), "#peers-table");
      look(deck.show(Screen.CACHES), "#caches-table");
      look(deck.show(Screen.TRANSFERS), "#transfers-table");
      deck.window.openRun(TourNode.FAILED, Optional.empty());
      deck.settle();
      look(deck, "#instances");
      look(deck, "#steps");
      TabPane pages = deck.node("#task-pages", TabPane.class);
      FxThread.run(() -> pages.getSelectionModel().select(1));
      deck.settle();
      look(deck, "#annotations");
      deck.show(Screen.SETTINGS);
      TabPane tabs = deck.node("#settings-tabs", TabPane.class);
      FxThread.run(() -> tabs.getSelectionModel().select(1));
      deck.settle();
      look(deck, "#node-log-table");
    }
    assertThat(faint).isEmpty();
  }

  private void look(Deck deck, String rows) {
    Node list = deck.node(rows, Node.class);
    FxThread.run(() -> selectAll(list));
    deck.settle();
    for (Theme theme : List.of(Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST)) {
      deck.window.theme(theme);
      for (boolean focused : new boolean[] {true, false}) {
        FxThread.run(
            () -> {
              (focused ? list : deck.visible("#header-look").iterator().next()).requestFocus();
              deck.window.shell().scene().getRoot().applyCss();
              deck.window.shell().scene().getRoot().layout();
              ContrastWalk.of(deck.window.shell().scene())
                  .forEach(
                      one -> faint.add(rows + " " + theme + (focused ? " focused: " : ": ") + one));
            });
      }
    }
    deck.window.theme(Theme.LIGHT);
  }

  private static void selectAll(Node list) {
    if (list instanceof TableView<?> table) {
      table.getSelectionModel().selectAll();
    } else if (list instanceof ListView<?> some) {
      some.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
      some.getSelectionModel().selectAll();
    }
  }
}
