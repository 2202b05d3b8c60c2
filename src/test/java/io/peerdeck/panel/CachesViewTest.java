package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.CacheView;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.part.Screen;
import javafx.scene.Node;
import javafx.scene.control.TabPane;
import org.junit.jupiter.api.Test;

/// The caches: where reads were answered, what is kept and why, and what is not there yet.
final class CachesViewTest {
  private final ScriptedNode node = PicturesTest.filled();

  @Test
  void whatIsNotThereYetIsNotConfiguredAndNeverZero() {
    try (Deck deck = new Deck(node)) {
      DataTableOf<CacheView> table = deck.show(Screen.CACHES).table("caches");
      table.untilRows(3);
      assertThat(deck.text("#cache-saved")).isEqualTo("104,120");
      assertThat(deck.text("#cache-brought")).isEqualTo("212");
      assertThat(deck.text("#cache-calls")).isEqualTo("not configured");
      assertThat(deck.text("#cache-budget")).isEqualTo("not configured");
      assertThat(deck.text("#cache-github")).contains("Comes with the GitHub room");
      table.select(2);
      assertThat(table.rows().get(2).id()).isEqualTo("github");
      assertThat(deck.off("clear")).isTrue();
    }
  }

  @Test
  void whatGitHubLeavesIsToldPerTokenWithItsReset() {
    node.gitHub = Script.gitHub();
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.CACHES).<CacheView>table("caches").untilRows(3);
      assertThat(deck.text("#cache-calls")).isEqualTo("1,850");
      assertThat(deck.text("#cache-budget"))
          .as("of the token, not of calls without one")
          .isEqualTo("4,000 of 5,000");
      assertThat(deck.text("#cache-github"))
          .contains("http://127.0.0.1:8898")
          .contains("3fa29c01 (this node's), core: 4,000 of 5,000 calls left")
          .contains("public, core: 0 of 60 calls left");
      TabPane pages = deck.node("#cache-pages", TabPane.class);
      FxThread.run(() -> pages.getSelectionModel().select(2));
      DataTableOf<Object> counters = deck.table("counters");
      counters.untilRows(4);
      assertThat(counters.rows().toString())
          .containsSubsequence("Everything", "Question", "runs", "Question", "repo", "Token")
          .contains("3fa29c01 (this node's)");
    }
  }

  @Test
  void theChosenCacheIsDrawnByThePlacesItsReadsWereAnsweredFrom() {
    try (Deck deck = new Deck(node)) {
      DataTableOf<CacheView> table = deck.show(Screen.CACHES).table("caches");
      table.untilRows(3);
      assertThat(chart(deck)).contains("Blob blocks").contains("Clock entries");
      table.select(0);
      assertThat(chart(deck))
          .contains("From memory")
          .contains("From this disk")
          .contains("From a peer")
          .contains("Not here");
    }
  }

  @Test
  void aCacheIsClearedAtOnceBecauseNothingIsLost() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.CACHES).<CacheView>table("caches").select(0, 1, 2);
      deck.click("#toolbar-clear");
      assertThat(node.did).containsExactly("clear blobs", "clear entries");
    }
  }

  @Test
  void whatACacheKeepsIsListedPinnedAndUnpinned() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.CACHES).<CacheView>table("caches").untilRows(3);
      TabPane pages = deck.node("#cache-pages", TabPane.class);
      FxThread.run(() -> pages.getSelectionModel().select(1));
      DataTableOf<Object> kept = deck.table("kept");
      kept.untilRows(12);
      kept.select(0, 1);
      deck.click("#toolbar-pin");
      deck.until("both stay", () -> node.did.size() == 2);
      assertThat(node.did).containsExactly("pin " + Script.cid(300), "pin " + Script.cid(301));
      deck.press(javafx.scene.input.KeyCode.CONTROL, javafx.scene.input.KeyCode.Z);
      deck.until("neither stays", () -> node.did.size() == 4);
      assertThat(node.did.getLast()).isEqualTo("unpin " + Script.cid(301));
      kept.select(3);
      deck.fire("#header-details");
      deck.until(
          "its freshness and trust are told",
          () ->
              deck.visible(".inspection .label").stream()
                  .map(label -> ((javafx.scene.control.Label) label).getText())
                  .anyMatch(text -> text.startsWith("Checked against its name")));
    }
  }

  private static String chart(Deck deck) {
    Node chart = deck.node("#cache-chart", Node.class);
    return FxThread.call(chart::getAccessibleText);
  }
}
