package io.peerdeck.panel.overview;

import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.FocusKeeper;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;

/// A short list that changes by itself: while the pointer is on it, its lines stay where they are
/// and new ones wait until it has gone. As long as its things stay what they are, only the words on
/// how long ago that was change.
final class HeldList<T> extends VBox {
  private final Function<T, String> key;
  private final Function<T, Line> line;
  private final Supplier<Node> none;
  private final InstantSource time;
  private List<T> shown = List.of();
  private List<Line> lines = List.of();
  private Optional<List<T>> waiting = Optional.empty();

  /// @param when says how long ago `at` was
  record Line(Node node, Label when, Instant at) {
    /// A line with its moment, in words and in full.
    static Line at(Instant at, Function<Label, Node> face) {
      Label when = new Label();
      when.getStyleClass().add("fact-name");
      when.setTooltip(new Tooltip(Words.absolute(at)));
      return new Line(face.apply(when), when, at);
    }
  }

  /// @param key of what a line is about
  /// @param line how it is shown
  /// @param none what is shown in place of no lines
  HeldList(
      Function<T, String> key, Function<T, Line> line, Supplier<Node> none, InstantSource time) {
    this.key = key;
    this.line = line;
    this.none = none;
    this.time = time;
    hoverProperty().addListener((o, was, is) -> let(is));
  }

  private void let(boolean pointed) {
    if (!pointed) {
      waiting.ifPresent(this::put);
    }
  }

  void show(List<T> next) {
    boolean others = !next.stream().map(key).toList().equals(shown.stream().map(key).toList());
    if (isHover() && !shown.isEmpty() && others) {
      waiting = Optional.of(next);
    } else {
      put(next);
    }
  }

  private void put(List<T> next) {
    waiting = Optional.empty();
    if (!next.equals(shown) || getChildren().isEmpty()) {
      shown = List.copyOf(next);
      lines = shown.stream().map(line).toList();
      FocusKeeper.rebuild(this, () -> getChildren().setAll(faces()));
    }
    lines.forEach(one -> one.when().setText(Words.ago(one.at(), time)));
  }

  private List<Node> faces() {
    return lines.isEmpty() ? List.of(none.get()) : lines.stream().map(Line::node).toList();
  }
}
