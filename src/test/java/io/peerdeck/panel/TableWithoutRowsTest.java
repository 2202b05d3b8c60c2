package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.Node;
import io.peerdeck.node.RunQuery;
import io.peerdeck.node.RunSummary;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.part.DataTable;
import io.peerdeck.panel.part.Screen;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.Test;

/// What a [DataTable] without rows says: that they are hidden, not read yet, or none.
final class TableWithoutRowsTest {
  private final ScriptedNode node = PicturesTest.filled();

  @Test
  void rowsThatAreAllHiddenAreNotToldAsNoRowsAndComeBack() {
    try (Deck deck = new Deck(node)) {
      DataTableOf<RunSummary> table = deck.show(Screen.QUEUE).table("queue");
      table.untilRows(39);
      FxThread.run(() -> deck.node("#queue-filter", TextField.class).setText("no such run"));
      table.untilRows(0);
      deck.settle();
      assertThat(deck.exists("#queue-empty-submit")).isFalse();
      assertThat(deck.text("#queue-table .empty-title")).isEqualTo("Nothing fits the filter");
      deck.click("#queue-show-all");
      table.untilRows(39);
      assertThat(deck.node("#queue-filter", TextField.class).getText()).isEmpty();
    }
  }

  @Test
  void rowsThatAreStillReadAreNotToldAsNoRows() {
    CountDownLatch known = new CountDownLatch(1);
    try (Deck deck = new Deck(answering(known))) {
      FxThread.run(() -> deck.window.show(Screen.QUEUE));
      deck.until("it is read", () -> deck.exists("#queue-table .fact-name"));
      assertThat(deck.text("#queue-table .fact-name")).isEqualTo("Reading…");
      assertThat(deck.exists("#queue-empty-submit")).isFalse();
      known.countDown();
      deck.settle();
      assertThat(deck.table("queue").rows()).hasSize(39);
    }
  }

  /// The node, which answers for all its runs only once they are known.
  private Node answering(CountDownLatch known) {
    return (Node)
        Proxy.newProxyInstance(
            Node.class.getClassLoader(),
            new Class<?>[] {Node.class},
            (proxy, method, values) -> {
              if (values != null && values[0] instanceof RunQuery query && query.limit() > 1000) {
                known.await();
              }
              return method.invoke(node, values);
            });
  }

  @Test
  void whatNoRowHasAnyMoreCanStillBeGivenUp() {
    try (Deck deck = new Deck(node)) {
      DataTableOf<RunSummary> table = deck.show(Screen.QUEUE).table("queue");
      table.untilRows(39);
      FxThread.run(() -> deck.window.shell().openQueue("skipped"));
      table.untilRows(0);
      deck.settle();
      MenuButton status = deck.node("#queue-facet-status", MenuButton.class);
      List<MenuItem> chosen =
          FxThread.call(
              () ->
                  status.getItems().stream()
                      .filter(item -> item instanceof CheckMenuItem check && check.isSelected())
                      .toList());
      assertThat(chosen).extracting(MenuItem::getText).containsExactly("skipped");
      FxThread.run(
          () -> {
            ((CheckMenuItem) chosen.getFirst()).setSelected(false);
            chosen.getFirst().fire();
          });
      table.untilRows(39);
    }
  }
}
