package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.Change;
import io.peerdeck.node.TransferView;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.part.Screen;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/// Every blob on its way: what it is, how far, and how it is ended or moved again.
final class TransfersViewTest {
  private final ScriptedNode node = PicturesTest.filled();

  @Test
  void aTransferIsToldByItsFileItsPeerItsPartItsRateAndWhatItStillTakes() {
    try (Deck deck = new Deck(node)) {
      DataTableOf<TransferView> table = deck.show(Screen.TRANSFERS).table("transfers");
      table.untilRows(3);
      assertThat(cells(deck, table, 0))
          .startsWith("running", "shard-1", "from nuc-1", "21 %", "13.0 of 61.0 MB")
          .contains("5.1 MB/s", "9.0 s");
      assertThat(cells(deck, table, 1)).startsWith("done", "shard-2", "to nuc-2", "100 %");
      assertThat(cells(deck, table, 2).get(1)).startsWith("Blob bafy…");
      table.select(2);
      deck.fire("#header-details");
      assertThat(words(deck, ".inspection .label"))
          .contains(
              "It failed: nuc-2 went away half-way. What had arrived is kept; retry to move the"
                  + " rest.");
    }
  }

  @Test
  void aRunningTransferIsCancelledAndTheCancelIsUndoneByARetry() {
    try (Deck deck = new Deck(node)) {
      DataTableOf<TransferView> table = deck.show(Screen.TRANSFERS).table("transfers");
      table.untilRows(3);
      table.select(0);
      assertThat(deck.off("retry")).isTrue();
      deck.click("#toolbar-cancel");
      assertThat(words(deck, ".toast-text"))
          .containsExactly("shard-1 no longer moves; what had arrived is kept");
      deck.click(".toast-undo");
      assertThat(node.did).containsExactly("cancel transfer t1", "retry transfer t1");
    }
  }

  @Test
  void theMenuRetriesWhatFailedAmongAllThatIsSelected() {
    try (Deck deck = new Deck(node)) {
      DataTableOf<TransferView> table = deck.show(Screen.TRANSFERS).table("transfers");
      table.untilRows(3);
      table.select(0, 1, 2);
      TableView<TransferView> view = table.view();
      FxThread.run(
          () -> {
            view.getContextMenu().show(view, 0, 0);
            view.getContextMenu().getItems().stream()
                .filter(item -> "Retry".equals(item.getText()))
                .forEach(MenuItem::fire);
            view.getContextMenu().hide();
          });
      deck.settle();
      assertThat(node.did).containsExactly("retry transfer t3");
    }
  }

  @Test
  void aTransferThatStallsIsNotSaidToMove() {
    TransferView moves = node.transfers.getFirst();
    node.transfers.set(
        0,
        new TransferView(
            moves.id(),
            moves.cid(),
            moves.name(),
            moves.direction(),
            moves.peer(),
            moves.bytes(),
            moves.total(),
            0,
            Optional.empty(),
            moves.state(),
            moves.error(),
            moves.startedAt()));
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.TRANSFERS).<TransferView>table("transfers").select(0);
      deck.fire("#header-details");
      assertThat(words(deck, ".inspection .label"))
          .anyMatch(text -> text.startsWith("Nothing moves just now: it goes on"));
    }
  }

  @Test
  void aRefusedRetryIsToldWithItsReason() {
    node.refusal = Optional.of("nuc-2 is not connected to take it: retry once it is online.");
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.TRANSFERS).<TransferView>table("transfers").select(2);
      deck.click("#toolbar-retry");
      assertThat(deck.text("#notice-title")).endsWith("could not be moved again");
      assertThat(deck.text("#notice-text")).contains("retry once it is online");
    }
  }

  @Test
  void whatMovesStandsAtTheTopUntilItEnds() {
    node.transfers.clear();
    node.transfers.addAll(Script.transfers().reversed());
    try (Deck deck = new Deck(node)) {
      DataTableOf<TransferView> table = deck.show(Screen.TRANSFERS).table("transfers");
      table.untilRows(3);
      assertThat(table.rows().getFirst().id()).isEqualTo("t1");
      table.select(0);
      node.transfers.set(2, Script.ended(node.transfers.getLast()));
      node.changed(new Change.Blobs());
      deck.until("it has ended", () -> table.rows().getFirst().state().equals("done"));
      assertThat(deck.off("cancel")).isTrue();
      assertThat(deck.off("retry")).isTrue();
    }
  }

  private static List<String> cells(Deck deck, DataTableOf<TransferView> table, int row) {
    table.select(row);
    FxThread.run(() -> table.view().requestFocus());
    deck.press(KeyCode.CONTROL, KeyCode.C);
    String copied = FxThread.call(() -> Clipboard.getSystemClipboard().getString());
    return List.of(copied.strip().split("\t"));
  }

  private static List<String> words(Deck deck, String query) {
    return FxThread.call(
        () -> deck.visible(query).stream().map(label -> ((Label) label).getText()).toList());
  }
}
