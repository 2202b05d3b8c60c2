package io.peerdeck.panel.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.panel.Deck;
import io.peerdeck.panel.PicturesTest;
import io.peerdeck.panel.Script;
import io.peerdeck.panel.ScriptedNode;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.look.Theme;
import io.peerdeck.panel.part.Screen;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pictures of the Peers screen's pages and forms for people to look at, in `target/pictures`.
@Tag("full")
final class PeersPicturesTest {
  @ParameterizedTest
  @CsvSource({"LIGHT,1400,900", "DARK,1400,900"})
  void everyPageLeavesAPicture(Theme theme, int width, int height) {
    ScriptedNode node = PeerMapTest.connected(PicturesTest.filled());
    node.histories.put(Script.ref(1).id(), Script.history());
    node.fleet =
        Script.fleet(
            node.fleet,
            List.of("admin", "operator", "worker"),
            List.of(),
            List.of(Script.request(8, "nuc-8")),
            List.of(Script.approval()));
    Path folder = Path.of(System.getProperty("peerdeck.build", "target"), "pictures");
    String end = "-" + theme.name().toLowerCase(Locale.ROOT) + ".png";
    try (Deck deck = new Deck(node, theme, InstantSource.fixed(Script.NOW), width, height)) {
      deck.show(Screen.PEERS).table("peers").select(3);
      deck.settle();
      deck.window.snapshot(folder.resolve("peers-registry" + end));
      deck.fire("#toolbar-change");
      deck.window.snapshot(folder.resolve("peers-change" + end));
      deck.fire("#change-back").fire("#peers-page-map");
      FxThread.run(() -> deck.node("#peers-map", PeerMap.class).requestFocus());
      deck.settle();
      deck.window.snapshot(folder.resolve("peers-map" + end));
      deck.fire("#peers-invite");
      deck.window.snapshot(folder.resolve("peers-invite" + end));
      deck.fire("#invite-go");
      deck.window.snapshot(folder.resolve("peers-invited" + end));
      deck.fire("#invite-close").fire("#peers-page-invites");
      deck.table("invites").untilRows(1);
      deck.window.snapshot(folder.resolve("peers-invites" + end));
      for (int i = 5; i < 50; i++) {
        node.peers.add(Script.peer(i, "vm-" + i, i % 7 == 0 ? "offline" : "online"));
      }
      node.changed(new io.peerdeck.node.Change.Peers());
      deck.fire("#peers-page-map");
      deck.settle();
      deck.window.snapshot(folder.resolve("peers-map-50" + end));
    }
    assertThat(folder.resolve("peers-map-50" + end)).isNotEmptyFile();
  }
}
