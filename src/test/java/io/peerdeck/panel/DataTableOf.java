package io.peerdeck.panel;

import io.peerdeck.panel.bridge.FxThread;
import java.util.Arrays;
import java.util.List;
import javafx.scene.control.TableView;
import javafx.scene.text.Text;

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
    int last = Arrays.stream(rows).max().orElse(-1);
    deck.until(id + " has row " + last, () -> view.getItems().size() > last);
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

  /// The words of the table's rows that are in sight, from the top.
  public List<String> said() {
    TableView<T> view = view();
    return FxThread.call(
        () ->
            Sight.of(view.getScene()).stream()
                .map(Sight.Seen::node)
                .filter(node -> node instanceof Text && Sight.under(node, "table-row-cell"))
                .map(node -> ((Text) node).getText())
                .filter(text -> !text.isBlank())
                .toList());
  }
}
