package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.schedule.RunStatus;
import java.nio.file.Path;
import java.util.Optional;
import javafx.scene.control.Labeled;
import javafx.scene.control.ToggleButton;
import org.junit.jupiter.api.Test;

/// A run on the screen: graph, steps, and a log that follows and is searched.
final class RunViewTest {
  private final ScriptedNode node = PicturesTest.filled();

  @Test
  void theGraphFollowsTheRun() {
    String id = Script.cid(39);
    try (Deck deck = new Deck(node)) {
      deck.window.openRun(id, Optional.empty());
      deck.settle();
      assertThat(deck.text("#job-build .mark")).isEqualTo("in progress");
      node.change(
          id,
          run -> Script.run(39, "nightly-data", RunStatus.FAILED, Script.tasks(RunStatus.FAILED)));
      deck.until("build failed", () -> word(deck, "#job-build .mark").equals("failed"));
      assertThat(deck.text(".run-head .mark")).isEqualTo("failed");
      deck.fire("#job-merge");
      assertThat(deck.node("#job-merge", ToggleButton.class).isSelected()).isTrue();
    }
  }

  @Test
  void anArtifactIsSavedToAChosenFolder() {
    node.put(Script.run(61, "theirs", RunStatus.COMPLETED, Script.tasks(RunStatus.COMPLETED)));
    try (Deck deck = new Deck(node)) {
      deck.files.folder = Optional.of(Path.of("saved"));
      deck.window.openRun(Script.cid(61), Optional.empty());
      deck.settle();
      deck.fire("#header-details");
      deck.fire("#save-shard-0");
      deck.until("it is saved", () -> node.did.contains("save " + Script.cid(80)));
    }
  }

  private static String word(Deck deck, String query) {
    return ((Labeled) deck.visible(query).iterator().next()).getText();
  }
}
