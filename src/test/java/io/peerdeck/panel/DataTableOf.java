package io.peerdeck.panel;

import io.peerdeck.panel.bridge.FxThread;
import java.util.List;
import javafx.scene.control.TableView;

/// A table on the screen.
public final class DataTableOf<T> {
  private final Deck deck;
  private final String id;

  public DataTableOf(Deck deck, String id) {
    this.deck = deck;
    this.id = id;
  }

  @SuppressWarnings("unchecked")
  public TableView<T> view() {
    return deck.node("#" + id + "-table", TableView.class);
  }

  public List<T> rows() {
    TableView<T> view = view();
    return FxThread.call(() -> List.copyOf(view.getItems()));
  }

  public void select(int... rows) {
    TableView<T> view = view();
    FxThread.run(
        () -> {
          view.getSelectionModel().clearSelection();
          for (int row : rows) {
            view.getSelectionModel().select(row);
          }
        });
    deck.settle();
  }

  public void untilRows(int count) {
    TableView<T> view = view();
    deck.until(id + " has " + count + " rows", () -> view.getItems().size() == count);
  }
}
