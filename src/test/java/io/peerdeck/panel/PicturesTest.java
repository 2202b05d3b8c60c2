package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.look.Theme;
import io.peerdeck.panel.part.Screen;
import io.peerdeck.schedule.RunStatus;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pictures of every screen for people to look at, in `target/pictures`.
@Tag("full")
public final class PicturesTest {
  @ParameterizedTest
  @CsvSource({"LIGHT,1000,1000", "DARK,1400,900"})
  void everyScreenLeavesAPicture(Theme theme, int width, int height) {
    ScriptedNode node = filled();
    Path folder = Path.of(System.getProperty("peerdeck.build", "target"), "pictures");
    String end = "-" + theme.name().toLowerCase(java.util.Locale.ROOT) + "-" + width + ".png";
    try (Deck deck = new Deck(node, theme, InstantSource.fixed(Script.NOW), width, height)) {
      String busy = Script.cid(39);
      for (Screen screen : Screen.values()) {
        if (screen == Screen.RUN) {
          deck.window.openRun(busy, Optional.empty());
        } else {
          deck.window.show(screen);
        }
        deck.settle();
        if (screen == Screen.QUEUE || screen == Screen.PEERS) {
          deck.table(screen.key()).select(1);
        }
        deck.settle();
        deck.window.snapshot(folder.resolve(screen.key() + end));
      }
      deck.show(Screen.CACHES).table("caches").select(0);
      deck.window.snapshot(folder.resolve("cache" + end));
      TabPane pages = deck.node("#cache-pages", TabPane.class);
      FxThread.run(() -> pages.getSelectionModel().select(1));
      deck.table("kept").select(1);
      deck.window.snapshot(folder.resolve("kept" + end));
      deck.window.openRun(busy, Optional.empty());
      TextField search = deck.node("#log-search", TextField.class);
      FxThread.run(() -> search.setText("price"));
      deck.settle();
      deck.fire("#log-next");
      deck.window.snapshot(folder.resolve("found" + end));
      deck.show(Screen.QUEUE).table("queue").select(0, 1, 2);
      MenuButton assign = deck.node("#toolbar-assign", MenuButton.class);
      FxThread.run(
          () -> {
            assign.show();
            assign.getItems().get(1).fire();
            assign.hide();
          });
      deck.settle();
      deck.window.snapshot(folder.resolve("assign" + end));
      deck.fire("#confirm-no");
      deck.show(Screen.CLOCK).fire("#clock-travel");
      deck.settle();
      deck.window.snapshot(folder.resolve("as-it-was" + end));
      Path good = Path.of("nightly.yml");
      Path bad = Path.of("broken.yml");
      node.previews.put(good, Script.preview(good));
      node.previews.put(bad, Script.broken(bad));
      deck.window.preview(List.of(good));
      deck.settle();
      deck.window.snapshot(folder.resolve("preview" + end));
      deck.window.preview(List.of(bad, good));
      deck.settle();
      deck.window.snapshot(folder.resolve("broken" + end));
      deck.window.show(Screen.PEERS);
      deck.settle();
      deck.table("peers").select(2);
      deck.fire("#toolbar-remove");
      deck.window.snapshot(folder.resolve("confirm" + end));
      deck.fire("#confirm-no");
      node.refusal = Optional.of("Only an admin may remove a peer: ask an admin.");
      deck.fire("#toolbar-ping");
      deck.show(Screen.QUEUE);
      deck.<io.peerdeck.node.RunSummary>table("queue").select(2, 4, 6);
      if (width < 1100) {
        deck.fire("#header-details");
      }
      deck.window.snapshot(folder.resolve("notice" + end));
      deck.fire("#header-needs");
      deck.window.snapshot(folder.resolve("needs" + end));
    }
    ScriptedNode fresh = new ScriptedNode();
    fresh.peers.removeIf(peer -> !peer.self());
    fresh.entries = 1;
    try (Deck deck = new Deck(fresh, theme, InstantSource.fixed(Script.NOW), width, height)) {
      for (Screen screen : Screen.values()) {
        deck.show(screen);
        deck.window.snapshot(folder.resolve("empty-" + screen.key() + end));
      }
      assertThat(folder.resolve("empty-run" + end)).isNotEmptyFile();
    }
  }

  public static ScriptedNode filled() {
    ScriptedNode node = new ScriptedNode();
    node.warnings.add("The fleet has a single admin: make another peer admin soon.");
    node.transfers.addAll(Script.transfers());
    String[] names = {"nightly-data", "scrape-site", "codegen", "docs", "csv-merge"};
    RunStatus[] states = {
      RunStatus.COMPLETED, RunStatus.COMPLETED, RunStatus.FAILED, RunStatus.CANCELLED
    };
    for (int i = 0; i < 36; i++) {
      RunStatus state = states[i % states.length];
      node.put(Script.run(i, names[i % names.length], state, Script.tasks(state)));
    }
    node.put(Script.run(37, "codegen", RunStatus.PENDING, Script.tasks(RunStatus.PENDING)));
    node.put(Script.run(38, "docs", RunStatus.ASSIGNED, Script.tasks(RunStatus.ASSIGNED)));
    node.put(
        Script.run(39, "nightly-data", RunStatus.IN_PROGRESS, Script.tasks(RunStatus.IN_PROGRESS)));
    node.logged(Script.lines(0, 400), false);
    node.entries = 12_481;
    return node;
  }
}
