package io.peerdeck.panel.overview;

import io.peerdeck.panel.part.FocusKeeper;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.layout.VBox;

/// A short list that changes by itself: while the pointer is on it, its lines stay where they are
/// and new ones wait until it has gone.
final class HeldList extends VBox {
  private List<String> keys = List.of();
  private Optional<Runnable> waiting = Optional.empty();

  HeldList() {
    hoverProperty().addListener((o, was, is) -> let(is));
  }

  private void let(boolean pointed) {
    if (!pointed) {
      Optional<Runnable> next = waiting;
      waiting = Optional.empty();
      next.ifPresent(Runnable::run);
    }
  }

  /// @param next what each line is about; as long as that stays, only what the lines say changes
  /// @param lines made when they are shown
  void show(List<String> next, Supplier<List<Node>> lines) {
    if (isHover() && !keys.isEmpty() && !next.equals(keys)) {
      waiting = Optional.of(() -> put(next, lines));
    } else {
      put(next, lines);
    }
  }

  private void put(List<String> next, Supplier<List<Node>> lines) {
    keys = List.copyOf(next);
    waiting = Optional.empty();
    FocusKeeper.rebuild(this, () -> getChildren().setAll(lines.get()));
  }
}
