package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeConfig;
import io.peerdeck.node.PeerView;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.look.Theme;
import io.peerdeck.panel.part.Screen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The panel on a real node: its own disk, its own processes.
final class NodeFlowTest {
  @TempDir Path folder;
  private Node node;
  private Deck deck;

  @BeforeEach
  void open() {
    node =
        Node.open(
            NodeConfig.at(folder.resolve("data"))
                .withName("my-laptop")
                .withListen(List.of("/ip4/127.0.0.1/tcp/0")));
    deck = new Deck(node, Theme.LIGHT, InstantSource.system(), 1000, 1000);
  }

  @AfterEach
  void close() {
    deck.close();
    node.close();
  }

  @Test
  void aRunIsSeenFromSubmitToCompletedThroughThePanelAlone() throws Exception {
    deck.files.workflows =
        List.of(
            file(
                "hello.yml",
                """
                name: Hello (p2p-workflow)
                on: workflow_dispatch
                jobs:
                  greet:
                    runs-on: ubuntu-latest
                    steps:
                      - name: Say it
                        run: echo hello from the panel
                  thank:
                    needs: greet
                    runs-on: ubuntu-latest
                    steps:
                      - run: echo thanks
                """));
    deck.click("#header-submit");
    assertThat(deck.text("#preview-name")).isEqualTo("Hello (p2p-workflow)");
    assertThat(deck.exists("#preview-jobs")).isTrue();
    deck.click("#preview-submit");
    deck.until("the run completes", () -> word(".run-head .mark").equals("completed"));
    assertThat(deck.text("#job-greet .mark")).isEqualTo("completed");
    deck.fire("#job-greet");
    deck.until(
        "the log tells it",
        () ->
            deck.visible(".log-row").stream()
                .anyMatch(row -> row.getAccessibleText().contains("hello from the panel")));
    deck.until("it is complete", () -> word("#log-state").startsWith("Complete"));
    deck.show(Screen.CLOCK).click("#clock-verify");
    deck.until("verified", () -> word("#clock-verified").startsWith("All "));
  }

  @Test
  void aBrokenFileIsShownWithItsLineAndNothingIsSubmitted() throws Exception {
    Path broken =
        file(
            "broken.yml",
            """
            name: Broken (p2p-workflow)
            on: push
            jobs:
              build:
                runs-on: ubuntu-latest
                needs: nothing-like-it
                steps:
                  - run: echo never
              other: {runs-on: ubuntu-latest, steps: [{run: echo never}]}
            """);
    deck.window.preview(List.of(broken));
    deck.settle();
    assertThat(deck.text("#preview-problems .button")).startsWith("line 6");
    assertThat(deck.node("#preview-submit", javafx.scene.Node.class).isDisabled()).isTrue();
    assertThat(deck.exists(".log-cell:broken")).isTrue();
    assertThat(node.status().runs().total()).isZero();
  }

  @Test
  void aPeerIsAddedAndItsRemovalAsksFirst() {
    byte[] seed = new byte[32];
    seed[0] = 7;
    String id = KeyPair.fromSeed(seed).peerId().toString();
    DataTableOf<PeerView> table = deck.show(Screen.PEERS).table("peers");
    table.untilRows(1);
    TextField address = deck.node("#peers-address", TextField.class);
    TextField name = deck.node("#peers-name", TextField.class);
    FxThread.run(() -> address.setText("/ip4/127.0.0.1/tcp/9/p2p/" + id));
    FxThread.run(() -> name.setText("nuc-1"));
    deck.click("#peers-add");
    table.untilRows(2);
    table.select(1);
    deck.fire("#toolbar-remove");
    assertThat(deck.text("#confirm .overlay-title")).isEqualTo("Remove nuc-1 from the fleet?");
    deck.click("#confirm-no");
    assertThat(node.peers()).hasSize(2);
    deck.fire("#toolbar-remove").click("#confirm-yes");
    table.untilRows(1);
  }

  private Path file(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }

  private String word(String query) {
    return deck.visible(query).stream()
        .findFirst()
        .map(found -> ((Labeled) found).getText())
        .orElse("");
  }
}
