package io.peerdeck.panel.run;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.log.Ansi;
import io.peerdeck.panel.part.DataTableKeys;
import java.util.HashSet;
import java.util.Set;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Tooltip;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;

/// What stands within a paragraph. A link says where it leads and is copied by a click; it opens
/// nothing.
final class MarkdownInlines {
  private static final Texts TEXTS = Texts.of("run");
  private static final int DEPTH = 12;
  private static final int MOST_CHARS = 20_000;

  private final TextFlow flow;
  private final int most;
  private final StringBuilder words = new StringBuilder();
  private int added;

  MarkdownInlines(TextFlow flow, int most) {
    this.flow = flow;
    this.most = most;
  }

  int added() {
    return added;
  }

  String words() {
    return words.toString();
  }

  void add(Node parent, Set<String> styles, int depth) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
      if (added >= most || depth > DEPTH) {
        return;
      }
      switch (node) {
        case org.commonmark.node.Text text -> text(text.getLiteral(), styles);
        case Code code -> text(code.getLiteral(), with(styles, "md-code"));
        case HtmlInline html -> text(html.getLiteral(), with(styles, "md-code"));
        case SoftLineBreak soft -> text(" ", styles);
        case HardLineBreak hard -> line(styles);
        case Emphasis emphasis -> add(emphasis, with(styles, "md-italic"), depth + 1);
        case StrongEmphasis strong -> add(strong, with(styles, "md-bold"), depth + 1);
        case Link link -> link(link);
        case Image image ->
            text(TEXTS.get("summary.picture", plain(image)), with(styles, "md-italic"));
        default -> add(node, styles, depth + 1);
      }
    }
  }

  private void line(Set<String> styles) {
    words.append('\n');
    show("\n", styles);
  }

  private void text(String literal, Set<String> styles) {
    String cut = literal.length() > MOST_CHARS ? literal.substring(0, MOST_CHARS) + "…" : literal;
    String safe = Ansi.plain(cut);
    words.append(safe);
    show(safe, styles);
  }

  private void show(String text, Set<String> styles) {
    Text part = new Text(text);
    part.getStyleClass().add("text");
    part.getStyleClass().addAll(styles);
    flow.getChildren().add(part);
    added++;
  }

  private void link(Link link) {
    String address = Ansi.plain(link.getDestination());
    String shown = plain(link);
    Hyperlink made = new Hyperlink(shown.isBlank() ? address : shown);
    made.setTooltip(new Tooltip(TEXTS.get("summary.link", address)));
    made.setAccessibleText(TEXTS.get("summary.linkAccessible", shown, address));
    made.setOnAction(event -> DataTableKeys.copied(address));
    words.append(shown);
    flow.getChildren().add(made);
    added++;
  }

  /// The words below a node, without looks.
  private static String plain(Node parent) {
    StringBuilder text = new StringBuilder();
    collect(parent, text, 0);
    return Ansi.plain(text.toString());
  }

  private static void collect(Node parent, StringBuilder text, int depth) {
    for (Node node = parent.getFirstChild();
        node != null && depth <= DEPTH && text.length() < MOST_CHARS;
        node = node.getNext()) {
      switch (node) {
        case org.commonmark.node.Text literal -> text.append(literal.getLiteral());
        case Code code -> text.append(code.getLiteral());
        default -> collect(node, text, depth + 1);
      }
    }
  }

  private static Set<String> with(Set<String> styles, String style) {
    Set<String> more = new HashSet<>(styles);
    more.add(style);
    return more;
  }
}
