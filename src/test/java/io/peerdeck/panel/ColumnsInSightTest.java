package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.look.Theme;
import io.peerdeck.panel.memory.PanelMemory;
import io.peerdeck.panel.part.Screen;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javafx.event.Event;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableColumn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which columns of a table are shown where there is not room for all.
final class ColumnsInSightTest {
  private static final String RATE = "Rate in / out";

  @TempDir private Path folder;

  @Test
  void everyTableFitsBesideTheInspectorInAWindowOf1280() {
    try (Deck deck = new Deck(TourNode.filled(), options(1280))) {
      deck.show(Screen.QUEUE).table("queue").select(1);
      fits(deck, "queue");
      deck.show(Screen.TRANSFERS).table("transfers").select(0);
      assertThat(fits(deck, "transfers")).containsExactly("started");
      assertThat(deck.table("transfers").said())
          .as("a file without a name is told by its id")
          .contains("Blob " + Words.shortId(Script.cid(903)));
      deck.show(Screen.PEERS).table("peers").select(3);
      assertThat(fits(deck, "peers")).containsExactly("rates");
      deck.fire("#peers-page-sources").table("sources").select(0);
      fits(deck, "sources");
      deck.fire("#peers-page-invites");
      fits(deck, "invites");
      deck.show(Screen.CACHES).table("caches").select(0);
      assertThat(fits(deck, "caches")).isEmpty();
      TabPane pages = deck.node("#cache-pages", TabPane.class);
      FxThread.run(() -> pages.getSelectionModel().select(1));
      deck.table("kept").select(1);
      assertThat(fits(deck, "kept")).isEmpty();
      FxThread.run(() -> pages.getSelectionModel().select(2));
      deck.table("counters").untilRows(4);
      fits(deck, "counters");
      deck.show(Screen.SETTINGS);
      FxThread.run(() -> deck.node("#settings-tabs", TabPane.class).getSelectionModel().select(1));
      deck.settle();
      assertThat(fits(deck, "node-log")).isEmpty();
    }
  }

  @Test
  void aColumnLeavesWhereThereIsNoRoomAndComesBackWithIt() {
    try (Deck deck = new Deck(TourNode.filled(), options(1280))) {
      deck.show(Screen.PEERS);
      until(deck, List.of("rates"));
      deck.fire("#inspector-close");
      until(deck, List.of());
    }
  }

  @Test
  void aColumnBroughtOutByHandStaysAndAnotherLeavesInItsPlace() {
    try (Deck deck = new Deck(TourNode.filled(), options(1280))) {
      deck.show(Screen.PEERS);
      FxThread.run(() -> chooser(deck, RATE + " (no room now)").setSelected(true));
      deck.settle();
      until(deck, List.of("rtt", "loss"));
      assertThat(FxThread.call(() -> RoomWalk.of(deck.window.shell().scene()))).isEmpty();
    }
    try (Deck deck = new Deck(TourNode.filled(), options(1280))) {
      deck.show(Screen.PEERS);
      assertThat(gone(deck, "peers")).as("after a restart").doesNotContain("rates").isNotEmpty();
      FxThread.run(() -> chooser(deck, RATE).setSelected(false));
      deck.settle();
      until(deck, List.of("rates"));
    }
  }

  private static void until(Deck deck, List<String> gone) {
    deck.until(gone + " have no room", () -> gone(deck, "peers").equals(gone));
  }

  private PanelOptions options(double width) {
    return PanelOptions.standard()
        .withTheme(Theme.LIGHT)
        .withSize(width, 800)
        .withTime(InstantSource.fixed(Script.NOW))
        .withMemory(folder.resolve(PanelMemory.FILE));
  }

  private static CheckMenuItem chooser(Deck deck, String title) {
    MenuButton menu = (MenuButton) deck.visible("#peers-columns").iterator().next();
    Event.fireEvent(menu, new Event(MenuButton.ON_SHOWING));
    Optional<MenuItem> item =
        menu.getItems().stream().filter(each -> title.equals(each.getText())).findFirst();
    assertThat(item).as(title).isPresent();
    return (CheckMenuItem) item.get();
  }

  /// The columns shown by default that have no room.
  private static List<String> fits(Deck deck, String table) {
    if (!deck.exists("#inspector")) {
      deck.fire("#header-details");
    }
    deck.settle();
    assertThat(FxThread.call(() -> RoomWalk.of(deck.window.shell().scene()))).as(table).isEmpty();
    return gone(deck, table);
  }

  private static List<String> gone(Deck deck, String table) {
    List<String> hidden = List.of("way", "source", "seen", "labels", "bytes", "agent", "id", "cid");
    return FxThread.call(
        () ->
            deck.table(table).view().getColumns().stream()
                .filter(column -> !column.isVisible())
                .map(TableColumn::getId)
                .filter(id -> !hidden.contains(id))
                .toList());
  }
}
