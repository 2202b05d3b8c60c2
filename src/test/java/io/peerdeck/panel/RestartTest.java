package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.RunSummary;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.clock.ClockCanvas;
import io.peerdeck.panel.look.Theme;
import io.peerdeck.panel.memory.PanelMemory;
import io.peerdeck.panel.part.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.event.ActionEvent;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What survives a restart of the panel, and the way back and forward.
final class RestartTest {
  private final ScriptedNode node = PicturesTest.filled();
  @TempDir private Path folder;

  @Test
  void screenColumnsFiltersSelectionAndWindowSurviveARestart() {
    String chosen;
    try (Deck deck = remembering()) {
      deck.show(Screen.QUEUE);
      DataTableOf<RunSummary> table = deck.table("queue");
      table.untilRows(39);
      FxThread.run(
          () -> {
            column(table, "priority").setVisible(false);
            column(table, "tags").setVisible(true);
            var moved = table.view().getColumns().removeLast();
            table.view().getColumns().addFirst(moved);
            column(table, "name").setSortType(TableColumn.SortType.DESCENDING);
            table.view().getSortOrder().add(column(table, "name"));
          });
      TextField filter = deck.node("#queue-filter", TextField.class);
      FxThread.run(() -> filter.setText("scrape"));
      table.untilRows(7);
      table.select(3);
      chosen = table.rows().get(3).id();
      Stage stage = deck.window.stage();
      FxThread.run(
          () -> {
            stage.setWidth(800);
            stage.setHeight(700);
            stage.setX(40);
          });
      deck.settle();
    }
    try (Deck deck = remembering()) {
      assertThat(deck.exists("#queue-table")).isTrue();
      DataTableOf<RunSummary> table = deck.table("queue");
      table.untilRows(7);
      assertThat(FxThread.call(() -> column(table, "priority").isVisible())).isFalse();
      assertThat(FxThread.call(() -> column(table, "tags").isVisible())).isTrue();
      assertThat(FxThread.call(() -> table.view().getColumns().getFirst().getId())).isEqualTo("id");
      assertThat(deck.node("#queue-filter", TextField.class).getText()).isEqualTo("scrape");
      assertThat(FxThread.call(() -> table.view().getSortOrder().getFirst().getId()))
          .isEqualTo("name");
      assertThat(FxThread.call(() -> table.view().getSelectionModel().getSelectedItem().id()))
          .isEqualTo(chosen);
      assertThat(deck.window.stage().getWidth()).isEqualTo(800);
      assertThat(deck.window.stage().getX()).isEqualTo(40);
    }
  }

  @Test
  void theRunThatWasOpenIsOpenAgainAndTheFoldedInspectorStaysFolded() {
    try (Deck deck = remembering()) {
      FxThread.run(() -> deck.window.stage().setWidth(1300));
      deck.until("unfolds", () -> deck.exists("#inspector"));
      deck.click("#inspector-close");
      deck.window.openRun(Script.cid(39), Optional.empty());
      deck.window.theme(Theme.DARK);
      deck.settle();
    }
    try (Deck deck = new Deck(node, options().withTheme(Theme.SYSTEM))) {
      assertThat(deck.exists("#job-graph")).isTrue();
      assertThat(deck.exists("#inspector")).isFalse();
      assertThat(deck.window.shell().look().theme().get()).isEqualTo(Theme.DARK);
    }
  }

  @Test
  void thePagesChosenInPeersCachesAndSettingsAreChosenAgain() {
    try (Deck deck = remembering()) {
      FxThread.run(() -> deck.window.shell().show(Screen.PEERS, Script.ref(2).id()));
      deck.settle();
      deck.fire("#peers-page-invites");
    }
    try (Deck deck = remembering()) {
      assertThat(deck.exists("#invites-table")).as("whatever is chosen on the other").isTrue();
      deck.fire("#peers-page-map");
      assertThat(chosen(deck)).as("and still is").contains(Script.ref(2).id());
      deck.show(Screen.CACHES);
      FxThread.run(() -> pages(deck, "#cache-pages").getSelectionModel().select(1));
      deck.show(Screen.SETTINGS);
      FxThread.run(() -> pages(deck, "#settings-tabs").getSelectionModel().select(2));
    }
    try (Deck deck = remembering()) {
      assertThat(pages(deck, "#settings-tabs").getSelectionModel().getSelectedIndex()).isEqualTo(2);
      deck.show(Screen.CACHES);
      assertThat(deck.exists("#kept-table")).isTrue();
      deck.show(Screen.PEERS);
      assertThat(deck.exists("#peers-map")).isTrue();
    }
  }

  @Test
  void aSavedViewIsThereAfterARestartUntilItIsForgotten() {
    try (Deck deck = remembering()) {
      deck.show(Screen.QUEUE).table("queue").untilRows(39);
      FxThread.run(() -> deck.node("#queue-filter", TextField.class).setText("codegen"));
      FxThread.run(item(deck, 0)::fire);
      deck.settle();
      FxThread.run(() -> deck.node("#view-name", TextField.class).setText("My codegen"));
      deck.click("#view-save");
      FxThread.run(() -> deck.node("#queue-filter", TextField.class).clear());
      deck.table("queue").untilRows(39);
    }
    try (Deck deck = remembering()) {
      deck.table("queue").untilRows(39);
      MenuItem view = item(deck, 0);
      assertThat(view.getText()).isEqualTo("My codegen");
      FxThread.run(view::fire);
      deck.until(
          "as it was saved",
          () -> deck.node("#queue-filter", TextField.class).getText().equals("codegen"));
      Menu forget = (Menu) item(deck, 3);
      FxThread.run(() -> forget.getItems().getFirst().fire());
      deck.settle();
      assertThat(item(deck, 0)).isNotInstanceOf(Menu.class);
      assertThat(item(deck, 0).getText()).isEqualTo("Save this view…");
    }
  }

  private static MenuItem item(Deck deck, int place) {
    MenuButton views = deck.node("#queue-views", MenuButton.class);
    return FxThread.call(
        () -> {
          views.show();
          MenuItem item = views.getItems().get(place);
          views.hide();
          return item;
        });
  }

  @Test
  void logsLookAsTheyWereChosenToLook() {
    try (Deck deck = remembering()) {
      deck.window.openRun(Script.cid(39), Optional.empty());
      deck.settle();
      deck.fire("#log-times");
      deck.fire("#log-wrap");
    }
    try (Deck deck = remembering()) {
      deck.until("lines", () -> deck.exists(".log-row .log-number"));
      assertThat(deck.exists(".log-row .log-time")).isFalse();
      assertThat(deck.node("#log-times", ToggleButton.class).isSelected()).isFalse();
      assertThat(deck.node("#log-wrap", ToggleButton.class).isSelected()).isTrue();
    }
  }

  @Test
  void whatTheClockWasNarrowedToIsAskedForAgain() {
    try (Deck deck = remembering()) {
      deck.show(Screen.CLOCK);
      ComboBox<?> kind = deck.node("#clock-kind", ComboBox.class);
      FxThread.run(() -> kind.getSelectionModel().select(2));
      TextField text = deck.node("#clock-search", TextField.class);
      FxThread.run(
          () -> {
            text.setText("build");
            text.fireEvent(new ActionEvent());
          });
      deck.until("narrowed", () -> deck.text("#clock-count").contains("found"));
    }
    node.asked.clear();
    try (Deck deck = remembering()) {
      deck.show(Screen.CLOCK);
      deck.until("narrowed again", () -> deck.text("#clock-count").contains("found"));
      assertThat(deck.node("#clock-search", TextField.class).getText()).isEqualTo("build");
      assertThat(node.asked)
          .anySatisfy(
              query -> {
                assertThat(query.kind()).contains("invite.created");
                assertThat(query.text()).contains("build");
              });
    }
  }

  @Test
  void theEntryLookedAtIsLookedAtAgain() {
    node.entries = 5_000;
    String looked = Script.entry(700).cid();
    try (Deck deck = remembering()) {
      deck.window.show(Screen.CLOCK);
      FxThread.run(() -> deck.window.shell().current().chooseKey(looked));
      deck.until("looked at", () -> chosen(deck).equals(Optional.of(looked)));
    }
    try (Deck deck = remembering()) {
      deck.until("looked at again", () -> chosen(deck).equals(Optional.of(looked)));
      assertThat(deck.node("#clock-canvas", ClockCanvas.class).top()).isGreaterThan(4_000);
    }
    node.entries = 600; // of another fleet: there is no such entry
    try (Deck deck = remembering()) {
      assertThat(deck.exists("#notice-bar")).isFalse();
    }
  }

  private static TabPane pages(Deck deck, String query) {
    return deck.node(query, TabPane.class);
  }

  @Test
  void anUnreadableMemoryIsKeptAsideAndSaid() throws IOException {
    Files.writeString(folder.resolve(PanelMemory.FILE), "not json");
    try (Deck deck = remembering()) {
      assertThat(deck.text("#notice-text")).contains("kept as").contains("unreadable-");
      assertThat(deck.exists("#tile-fleet")).isTrue();
    }
  }

  @Test
  void backAndForwardGoThroughScreensAndRuns() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.PEERS);
      deck.table("peers").select(1);
      deck.window.openRun(Script.cid(39), Optional.empty());
      deck.window.openRun(Script.cid(38), Optional.empty());
      deck.settle();
      deck.press(KeyCode.ALT, KeyCode.LEFT);
      deck.until("the first run", () -> chosen(deck).equals(Optional.of(Script.cid(39))));
      deck.press(KeyCode.ALT, KeyCode.LEFT);
      deck.until("the peers", () -> deck.exists("#peers-table"));
      assertThat(chosen(deck)).isPresent();
      deck.press(KeyCode.ALT, KeyCode.RIGHT).press(KeyCode.ALT, KeyCode.RIGHT);
      deck.until("the second run", () -> chosen(deck).equals(Optional.of(Script.cid(38))));
    }
  }

  private static Optional<String> chosen(Deck deck) {
    return FxThread.call(() -> deck.window.shell().current().chosenKey());
  }

  private static TableColumn<RunSummary, ?> column(DataTableOf<RunSummary> table, String id) {
    for (TableColumn<RunSummary, ?> column : List.copyOf(table.view().getColumns())) {
      if (column.getId().equals(id)) {
        return column;
      }
    }
    throw new AssertionError(id);
  }

  private PanelOptions options() {
    return PanelOptions.standard()
        .withTheme(Theme.LIGHT)
        .withSize(900, 900)
        .withMemory(folder.resolve(PanelMemory.FILE));
  }

  private Deck remembering() {
    return new Deck(node, options());
  }
}
