package io.peerdeck.panel.part;

import io.peerdeck.node.Node;
import io.peerdeck.panel.bridge.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// One command for one or many rows: carried out one after the other, told once with their number,
/// and with the way back where there is one. What was refused is told with the first reason.
public final class Bulk<T> {
  private final Desk desk;
  private final Texts texts;
  private final Function<T, String> name;

  /// @param texts with the words of each command: `hold.done` for one row, named as `{0}`;
  ///     `hold.several` for `{0}` rows; `hold.failed`; `hold.refused` for `{0}` of `{1}` rows; and
  ///     the same of `undo`
  /// @param name what a row is called
  public Bulk(Desk desk, Texts texts, Function<T, String> name) {
    this.desk = desk;
    this.texts = texts;
    this.name = name;
  }

  private record Outcome<T>(List<T> done, List<T> refused, String reason) {}

  /// The same for words that name nothing but the rows.
  public void each(
      List<T> rows, String what, BiConsumer<Node, T> command, Optional<BiConsumer<Node, T>> undo) {
    each(rows, what, "", command, undo);
  }

  /// @param what begins the keys of the words
  /// @param more what the words name after the rows, such as a peer
  public void each(
      List<T> rows,
      String what,
      String more,
      BiConsumer<Node, T> command,
      Optional<BiConsumer<Node, T>> undo) {
    if (rows.isEmpty()) {
      return;
    }
    desk.bridge()
        .act(
            failed(what, rows, rows.size(), more),
            node -> carryOut(node, rows, command),
            outcome -> tell(outcome, rows.size(), what, more, undo));
  }

  private Outcome<T> carryOut(Node node, List<T> rows, BiConsumer<Node, T> command) {
    List<T> done = new ArrayList<>();
    List<T> refused = new ArrayList<>();
    String reason = "";
    for (T row : rows) {
      try {
        command.accept(node, row);
        done.add(row);
      } catch (RuntimeException e) {
        if (refused.isEmpty()) {
          reason = desk.bridge().message(e);
        }
        refused.add(row);
      }
    }
    return new Outcome<>(done, refused, reason);
  }

  private void tell(
      Outcome<T> outcome, int asked, String what, String more, Optional<BiConsumer<Node, T>> undo) {
    if (!outcome.refused().isEmpty()) {
      desk.notices().problem(failed(what, outcome.refused(), asked, more), outcome.reason());
    }
    List<T> done = outcome.done();
    if (done.isEmpty()) {
      return;
    }
    String words =
        done.size() == 1
            ? texts.get(what + ".done", name.apply(done.getFirst()), more)
            : texts.get(what + ".several", done.size(), more);
    if (undo.isPresent()) {
      desk.toasts().done(words, () -> each(done, "undo", more, undo.get(), Optional.empty()));
    } else {
      desk.toasts().done(words);
    }
  }

  private String failed(String what, List<T> rows, int asked, String more) {
    return asked == 1
        ? texts.get(what + ".failed", name.apply(rows.getFirst()), more)
        : texts.get(what + ".refused", rows.size(), asked, more);
  }
}
