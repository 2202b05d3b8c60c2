package io.peerdeck.panel.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.panel.bridge.FxThread;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Labeled;
import javafx.scene.image.ImageView;
import javafx.scene.text.Text;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Summaries as nodes: what is known is shown, nothing runs, nothing is loaded.
final class MarkdownViewTest {
  @BeforeAll
  static void toolkit() {
    FxThread.start();
  }

  @Test
  void headingsListsTablesAndCodeAreShown() {
    MarkdownView view =
        view(
            """
            # Tests
            Some *good*, some **bad**, one `odd`.

            1. first
            2. second

            | shop | rows |
            |------|-----:|
            | eu   | 12   |

            ```
            make all
            ```
            """);
    assertThat(words(view))
        .contains("Tests", "good", "bad", "odd", "1.", "2.", "second", "shop", "12", "make all");
    assertThat(FxThread.call(() -> view.lookupAll(".md-table").size())).isEqualTo(1);
    assertThat(FxThread.call(() -> view.lookupAll(".md-h1").size())).isEqualTo(1);
  }

  @Test
  void htmlIsShownAsWrittenAndPicturesByTheirWords() {
    MarkdownView view =
        view(
            """
            <script>alert(1)</script>

            ![chart](https://example.org/track.png) and <img src=x onerror=y>
            [docs](javascript:alert(1))
            """);
    assertThat(words(view)).anyMatch(text -> text.contains("<script>alert(1)</script>"));
    assertThat(words(view)).anyMatch(text -> text.contains("picture: chart"));
    assertThat(words(view)).contains("<img src=x onerror=y>");
    List<Node> all = all(view);
    assertThat(all).noneMatch(ImageView.class::isInstance);
    assertThat(all.stream().filter(Hyperlink.class::isInstance).map(Hyperlink.class::cast))
        .singleElement()
        .satisfies(
            link -> assertThat(link.getTooltip().getText()).startsWith("javascript:alert(1)"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "> ",
        "- ",
        "*a **b ",
        "[",
        "![",
        "`",
        "<a ",
        "<!-- >",
        "<? >",
        "<![CDATA[",
        "| a ",
        "1. ",
        "_",
        "\n\n"
      })
  void hostileMarkdownStaysBounded(String part) {
    MarkdownView view = view(part.repeat(200_000 / part.length()) + "\nend");
    assertThat(all(view).size()).isLessThan(6 * MarkdownView.MOST_NODES);
  }

  @Test
  void tagsAndAddressesAreReadWhereTheirEndIsNear() {
    MarkdownView view =
        view("<https://example.org> <b title='%s'>".formatted("x".repeat(2 * NearTags.NEAR)));
    assertThat(all(view).stream().filter(Hyperlink.class::isInstance)).hasSize(1);
    assertThat(words(view)).anyMatch(text -> text.contains("<b title="));
  }

  private static MarkdownView view(String markdown) {
    org.commonmark.node.Node document = MarkdownView.parse(markdown);
    return FxThread.call(() -> MarkdownView.of(document));
  }

  private static List<String> words(Parent view) {
    List<String> words = new ArrayList<>();
    for (Node node : all(view)) {
      if (node instanceof Text text) {
        words.add(text.getText());
      } else if (node instanceof Labeled labeled && labeled.getText() != null) {
        words.add(labeled.getText());
      }
    }
    return words;
  }

  private static List<Node> all(Parent parent) {
    List<Node> all = new ArrayList<>();
    for (Node child : parent.getChildrenUnmodifiable()) {
      all.add(child);
      if (child instanceof Parent deeper) {
        all.addAll(all(deeper));
      }
    }
    return all;
  }
}
