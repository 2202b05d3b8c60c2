package io.peerdeck.panel.run;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.log.Ansi;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextFlow;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Block;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.Parser;

/// Markdown (CommonMark and tables) as plain nodes. Nothing in it runs or is loaded: HTML is shown
/// as written, pictures by their words, links by their address. At most [#MOST_NODES] parts are
/// shown.
final class MarkdownView extends VBox {
  /// More parts than anyone reads; the rest is left out and said to be.
  static final int MOST_NODES = 3000;

  private static final Texts TEXTS = Texts.of("run");
  private static final int DEPTH = 12;
  private static final int MOST_COLUMNS = 20;
  private int nodes;

  private MarkdownView() {
    getStyleClass().add("markdown");
    setId("summary-text");
  }

  /// Reads Markdown: off the FX thread, as it takes time in proportion to its length.
  static Node parse(String markdown) {
    return Parser.builder()
        .extensions(List.of(TablesExtension.create()))
        .customInlineContentParserFactory(new NearTags())
        .build()
        .parse(markdown);
  }

  static MarkdownView of(Node document) {
    MarkdownView view = new MarkdownView();
    view.blocks(document, view, 0);
    if (view.nodes > MOST_NODES) {
      view.getChildren().add(text(TEXTS.get("summary.cut"), "fact-name"));
    }
    return view;
  }

  private void blocks(Node parent, Pane into, int depth) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
      if (++nodes > MOST_NODES || depth > DEPTH) {
        return;
      }
      block(node, depth).ifPresent(into.getChildren()::add);
    }
  }

  private Optional<Region> block(Node node, int depth) {
    return switch (node) {
      case Heading heading -> Optional.of(flow(heading, "md-h" + Math.min(3, heading.getLevel())));
      case Paragraph paragraph -> Optional.of(flow(paragraph, "md-text"));
      case FencedCodeBlock code -> Optional.of(code(code.getLiteral()));
      case IndentedCodeBlock code -> Optional.of(code(code.getLiteral()));
      case HtmlBlock html -> Optional.of(code(html.getLiteral()));
      case ThematicBreak line -> {
        Region rule = new Region();
        rule.getStyleClass().add("md-rule");
        yield Optional.of(rule);
      }
      case BlockQuote quote -> Optional.of(box(quote, "md-quote", depth));
      case BulletList list -> Optional.of(list(list, depth, Optional.empty()));
      case OrderedList list ->
          Optional.of(
              list(
                  list,
                  depth,
                  Optional.of(Optional.ofNullable(list.getMarkerStartNumber()).orElse(1))));
      case TableBlock table -> Optional.of(table(table));
      case LinkReferenceDefinition definition -> Optional.empty();
      case Block other -> Optional.of(box(other, "md-box", depth));
      default -> Optional.empty();
    };
  }

  private VBox box(Node block, String style, int depth) {
    VBox box = new VBox();
    box.getStyleClass().add(style);
    blocks(block, box, depth + 1);
    return box;
  }

  private VBox list(Node list, int depth, Optional<Integer> start) {
    VBox box = new VBox();
    box.getStyleClass().add("md-list");
    int place = start.orElse(0);
    for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
      if (++nodes > MOST_NODES) {
        break;
      }
      Label bullet = new Label(start.isPresent() ? place++ + "." : "•");
      bullet.setMinWidth(USE_PREF_SIZE);
      VBox content = box(item, "md-box", depth + 1);
      HBox.setHgrow(content, Priority.ALWAYS);
      HBox line = new HBox(bullet, content);
      line.getStyleClass().add("md-item");
      box.getChildren().add(line);
    }
    return box;
  }

  private GridPane table(TableBlock table) {
    GridPane grid = new GridPane();
    grid.getStyleClass().add("md-table");
    int row = 0;
    for (Node part = table.getFirstChild(); part != null; part = part.getNext()) {
      for (Node line = part.getFirstChild(); line != null; line = line.getNext()) {
        if (line instanceof TableRow cells) {
          cells(grid, cells, row++, part instanceof TableHead);
        }
      }
    }
    return grid;
  }

  private void cells(GridPane grid, TableRow row, int y, boolean head) {
    int x = 0;
    for (Node node = row.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof TableCell cell && x < MOST_COLUMNS && ++nodes <= MOST_NODES) {
        TextFlow flow = flow(cell, head ? "md-head" : "md-cell");
        if (cell.getAlignment() == TableCell.Alignment.RIGHT) {
          flow.setTextAlignment(javafx.scene.text.TextAlignment.RIGHT);
        }
        grid.add(flow, x++, y);
      }
    }
  }

  private TextFlow flow(Node block, String style) {
    TextFlow flow = new TextFlow();
    flow.getStyleClass().add(style);
    MarkdownInlines inlines = new MarkdownInlines(flow, MOST_NODES - nodes);
    inlines.add(block, Set.of(), 0);
    nodes += inlines.added();
    flow.setAccessibleText(inlines.words());
    return flow;
  }

  private static Label code(String literal) {
    StringBuilder plain = new StringBuilder();
    literal.lines().limit(MOST_NODES).forEach(line -> plain.append(Ansi.plain(line)).append('\n'));
    return text(plain.toString().stripTrailing(), "code-block");
  }

  private static Label text(String words, String style) {
    Label label = new Label(words);
    label.setWrapText(true);
    label.setMaxWidth(Double.MAX_VALUE);
    label.getStyleClass().add(style);
    return label;
  }
}
