package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.CacheView;
import io.peerdeck.node.GitHubView;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.part.Screen;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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

  /// GitHub's answers kept, by every way a read of them can go.
  private void gitHubOn() {
    node.gitHub = Script.gitHub();
    node.caches.removeLast();
    node.caches.add(
        new CacheView(
            "github",
            "GitHub responses",
            1500,
            400,
            List.of(
                new CacheView.Kind("memory", 1500),
                new CacheView.Kind("peer", 200),
                new CacheView.Kind("confirmed", 150),
                new CacheView.Kind("github", 50)),
            9_000_000,
            64_000_000,
            "bytes",
            Optional.empty()));
  }

  @Test
  void readsOfGitHubAreDrawnByWhoAnsweredThem() {
    gitHubOn();
    try (Deck deck = new Deck(node)) {
      DataTableOf<CacheView> table = deck.show(Screen.CACHES).table("caches");
      table.untilRows(3);
      assertThat(deck.text("#cache-drawn")).contains("Choose a cache");
      table.select(2);
      assertThat(deck.text("#cache-drawn")).startsWith("GitHub responses: from where");
      assertThat(chart(deck))
          .contains("From memory", "From a peer", "Confirmed by GitHub", "From GitHub");
      assertThat(deck.text("#cache-saved"))
          .as("hits of GitHub's answers spare no reads of the disk")
          .isEqualTo("104,120");
    }
  }

  @Test
  void gitHubsAnswersAreClearedOnlyAfterAQuestionBecauseTheyAreLost() {
    gitHubOn();
    try (Deck deck = new Deck(node)) {
      DataTableOf<CacheView> table = deck.show(Screen.CACHES).table("caches");
      table.select(2);
      deck.click("#toolbar-clear");
      assertThat(node.did).isEmpty();
      assertThat(deck.text("#confirm .overlay-title")).isEqualTo("Clear GitHub responses?");
      deck.click("#confirm-no");
      table.select(0, 2);
      deck.click("#toolbar-clear");
      assertThat(deck.text("#confirm .overlay-title")).isEqualTo("Clear 2 caches?");
      deck.click("#confirm-yes");
      assertThat(node.did).containsExactly("clear blobs", "clear github");
    }
  }

  @Test
  void ofManyBudgetsThoseUsedUpMostAreToldAndTheOthersCounted() {
    GitHubView known = Script.gitHub();
    List<GitHubView.Budget> budgets =
        IntStream.rangeClosed(1, 6)
            .mapToObj(
                i ->
                    new GitHubView.Budget(
                        "token-" + i, "core", 5000, 5000 - 700 * i, Script.NOW, Optional.empty()))
            .toList();
    node.gitHub =
        new GitHubView(
            known.off(),
            known.proxy(),
            known.trouble(),
            known.api(),
            known.token(),
            budgets,
            known.total(),
            known.operations(),
            known.tokens());
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.CACHES).<CacheView>table("caches").untilRows(3);
      assertThat(deck.text("#cache-github"))
          .containsSubsequence("token-6", "token-5", "token-4", "token-3", "and 2 more")
          .doesNotContain("token-2");
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
      assertThat(deck.text("#kept-title"))
          .isEqualTo("Blob blocks in memory, what would be dropped last first.");
      deck.<CacheView>table("caches").select(1);
      assertThat(deck.text("#kept-title")).endsWith("Only blob blocks can be pinned.");
      deck.<CacheView>table("caches").select(0);
      kept.untilRows(12);
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
