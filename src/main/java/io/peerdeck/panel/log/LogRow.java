package io.peerdeck.panel.log;

import io.peerdeck.node.LogChunk;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/// One line of a log on the screen: number, time, where it came from, text. Rows are made once and
/// show one line after another.
final class LogRow extends HBox {
  private static final Texts TEXTS = Texts.of("log");
  /// A longer line is cut on the screen; copied and saved it is whole.
  static final int SHOWN_CHARS = 8_000;

  private static final PseudoClass FOUND = PseudoClass.getPseudoClass("found");
  private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");
  private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");
  private static final PseudoClass WAITING = PseudoClass.getPseudoClass("waiting");
  private static final int MOST_PIECES = 400;

  /// How lines are shown.
  record Look(boolean times, boolean wrap) {}

  private final Label number = new Label();
  private final Label time = new Label();
  private final Label sign = new Label();
  private final TextFlow text = new TextFlow();
  private final FoundWords finds = new FoundWords(text);
  private Optional<LogChunk.Line> line = Optional.empty();
  private boolean folded;
  private boolean fresh = true;
  private long shown = -1;

  LogRow() {
    setAccessibleRole(AccessibleRole.LIST_ITEM);
    getStyleClass().add("log-row");
    number.getStyleClass().add("log-number");
    time.getStyleClass().add("log-time");
    sign.getStyleClass().add("log-sign");
    text.getStyleClass().add("log-text");
    for (Label label : List.of(number, time, sign)) {
      label.setMinWidth(USE_PREF_SIZE);
    }
    getChildren().setAll(finds, number, time, sign, text);
    setMouseTransparent(true);
    setManaged(false);
  }

  long number() {
    return shown;
  }

  /// What it shows, as read aloud.
  String words() {
    return line.map(read -> Ansi.plain(read.text())).orElse("");
  }

  /// Where a click folds and unfolds.
  double foldEnd() {
    return sign.getBoundsInParent().getMaxX();
  }

  boolean isGroup() {
    return line.filter(read -> read.level().equals("group")).isPresent();
  }

  void show(long next, Optional<LogChunk.Line> read, boolean isFolded, Look look) {
    time.setVisible(look.times());
    time.setManaged(look.times());
    text.setMinWidth(look.wrap() ? 0 : USE_PREF_SIZE);
    if (!fresh && next == shown && read.equals(line) && isFolded == folded) {
      return;
    }
    fresh = false;
    shown = next;
    line = read;
    folded = isFolded;
    number.setText(Words.number(next + 1));
    pseudoClassStateChanged(WAITING, read.isEmpty());
    text.getStyleClass().removeIf(style -> style.startsWith("level-"));
    if (read.isEmpty()) {
      time.setText("");
      sign.setText("");
      Text waiting = new Text("…");
      waiting.getStyleClass().add("text");
      text.getChildren().setAll(waiting);
      setAccessibleText(TEXTS.get("row.waiting", next + 1));
      return;
    }
    LogChunk.Line content = read.get();
    time.setText(Words.timeOfDay(content.time()));
    sign.setText(sign(content));
    text.getStyleClass().add("level-" + level(content));
    text.getChildren().setAll(pieces(content.text()));
    setAccessibleText(words());
    // Measured in the same pass in which it appears: with the fonts it is drawn with.
    applyCss();
  }

  void mark(boolean found, boolean current, boolean chosen) {
    pseudoClassStateChanged(FOUND, found);
    pseudoClassStateChanged(CURRENT, current);
    pseudoClassStateChanged(CHOSEN, chosen);
  }

  /// Shows where a text stands in the line; an empty one nowhere.
  void find(String wanted) {
    String words = wanted.isEmpty() ? "" : words();
    if (finds.look(
        words.length() > SHOWN_CHARS ? words.substring(0, SHOWN_CHARS) : words, wanted)) {
      requestLayout();
    }
  }

  /// How often what is searched for stands in the line.
  int finds() {
    return finds.count();
  }

  @Override
  protected void layoutChildren() {
    super.layoutChildren();
    finds.draw();
  }

  private String sign(LogChunk.Line content) {
    return switch (content.level()) {
      case "group" -> folded ? "▸" : "▾";
      case "error" -> "✕";
      case "warning" -> "!";
      case "notice" -> "i";
      default ->
          switch (content.stream()) {
            case "err" -> "err";
            case "peerdeck" -> "»";
            default -> "";
          };
    };
  }

  private static String level(LogChunk.Line content) {
    return switch (content.level()) {
      case "group", "error", "warning", "notice", "debug" -> content.level();
      case "endgroup" -> "debug";
      default -> content.stream().equals("peerdeck") ? "peerdeck" : "plain";
    };
  }

  private static List<Node> pieces(String content) {
    boolean cut = content.length() > SHOWN_CHARS;
    List<Node> nodes = new ArrayList<>();
    for (Ansi.Piece piece : Ansi.pieces(cut ? content.substring(0, SHOWN_CHARS) : content)) {
      if (nodes.size() == MOST_PIECES) {
        break;
      }
      Text part = new Text(piece.text());
      part.getStyleClass().add("text");
      part.getStyleClass().addAll(piece.styles());
      nodes.add(part);
    }
    if (cut) {
      Text rest = new Text(TEXTS.get("row.cut", content.length() - SHOWN_CHARS));
      rest.getStyleClass().addAll("text", "ansi-quiet");
      nodes.add(rest);
    }
    return nodes;
  }
}
