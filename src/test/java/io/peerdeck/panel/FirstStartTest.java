package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.Node;
import io.peerdeck.node.NodeConfig;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.memory.PanelMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first minutes with a fresh data folder.
final class FirstStartTest {
  private static final Path PICTURES =
      Path.of(System.getProperty("peerdeck.build", "target"), "pictures");
  @TempDir private Path folder;

  @Test
  void aFreshFolderIsNamedAndRunsTheExampleByKeyboardAlone() {
    NodeConfig config = NodeConfig.at(folder.resolve("data")).withName("unnamed").offline();
    try (Node node = Node.open(config);
        Deck deck = new Deck(node, options())) {
      deck.until("the first step", () -> deck.exists("#first-name"));
      deck.window.snapshot(PICTURES.resolve("first-name-light.png"));
      FxThread.run(() -> deck.node("#first-name", TextField.class).selectAll());
      deck.write("desk-1");
      deck.press(KeyCode.ENTER);
      deck.until("the second step", () -> deck.exists("#first-new"));
      deck.window.snapshot(PICTURES.resolve("first-fleet-light.png"));
      deck.until("the header says so", () -> deck.text("#header .self").equals("desk-1"));
      deck.press(KeyCode.ENTER);
      deck.until("the third step", () -> deck.exists("#first-next") && !deck.exists("#first-new"));
      deck.press(KeyCode.ENTER);
      deck.until("the run is open", () -> deck.exists("#job-graph"));
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> node.status().runs().completed() == 1);
    }
  }

  @Test
  void itIsShownOnceAndAnEmptyOrRefusedInvitationIsSaid() {
    ScriptedNode node = fresh();
    try (Deck deck = new Deck(node, options())) {
      deck.press(KeyCode.ENTER);
      deck.until("the second step", () -> deck.exists("#first-join"));
      deck.click("#first-join").fire("#first-next");
      assertThat(deck.text("#first-failure")).contains("Paste the invitation");
      deck.click("#first-invite").write("peerdeck:uABC");
      node.refusal = Optional.of("The invitation has run out: ask for another.");
      deck.press(KeyCode.ENTER);
      deck.until("the refusal", () -> deck.text("#first-failure").contains("run out"));
      node.refusal = Optional.empty();
      deck.press(KeyCode.ENTER);
      deck.until("the third step", () -> !deck.exists("#first-join"));
      assertThat(node.did).containsExactly("join peerdeck:uABC leaving");
      deck.press(KeyCode.ESCAPE);
      assertThat(deck.exists("#first-start")).isFalse();
    }
    try (Deck deck = new Deck(node, options())) {
      assertThat(deck.exists("#first-start")).isFalse();
    }
  }

  @Test
  void theExampleIsRunOnceHoweverOftenItIsAskedFor() {
    ScriptedNode node = fresh();
    try (Deck deck = new Deck(node, options())) {
      deck.press(KeyCode.ENTER);
      deck.until("the second step", () -> deck.exists("#first-join"));
      deck.press(KeyCode.ENTER);
      deck.until("the third step", () -> !deck.exists("#first-join"));
      Button run = deck.node("#first-next", Button.class);
      FxThread.run(
          () -> {
            run.fire();
            run.fire();
          });
      deck.settle();
      assertThat(node.did).containsExactly("submit example.yml");
    }
  }

  @Test
  void aFolderInUseIsNotAsked() {
    try (Deck deck = new Deck(PicturesTest.filled(), options())) {
      assertThat(deck.exists("#first-start")).isFalse();
    }
  }

  private static ScriptedNode fresh() {
    ScriptedNode node = new ScriptedNode();
    node.peers.removeIf(peer -> !peer.self());
    node.entries = 1;
    return node;
  }

  private PanelOptions options() {
    return PanelOptions.standard()
        .withSize(1000, 1000)
        .withMemory(folder.resolve(PanelMemory.FILE));
  }
}
