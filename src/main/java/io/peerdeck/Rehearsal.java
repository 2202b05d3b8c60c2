package io.peerdeck;

import io.peerdeck.api.NodeHost;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeConfig;
import io.peerdeck.node.RunQuery;
import io.peerdeck.node.RunSummary;
import io.peerdeck.panel.PanelOptions;
import io.peerdeck.panel.PanelWindow;
import io.peerdeck.panel.look.Theme;
import io.peerdeck.panel.memory.PanelMemory;
import io.peerdeck.panel.part.Screen;
import java.io.IOException;
import java.lang.module.ModuleReader;
import java.lang.module.ResolvedModule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Two nodes on loopback in one fleet, the first with its API and a window to walk through.
final class Rehearsal implements AutoCloseable {
  private static final Duration SETTLE = Duration.ofSeconds(5);

  /// Where JavaFX keeps what it draws with on a real display; the rehearsal itself may have none.
  private static final Set<String> DRAWS =
      Set.of("com/sun/glass/ui/gtk/", "com/sun/prism/es2/", "com/sun/javafx/font/freetype/");

  private static final String CLASS = ".class";

  private final Path folder;
  private final NodeHost host;
  private final Node second;

  private Rehearsal(Path folder, NodeHost host, Node second) {
    this.folder = folder;
    this.host = host;
    this.second = second;
  }

  /// Opens both nodes below the folder; the first in `data`.
  static Rehearsal start(Path folder) {
    List<String> loopback = List.of("/ip4/127.0.0.1/tcp/0");
    NodeHost host =
        NodeHost.start(
            NodeConfig.at(folder.resolve("data")).withName("first").withListen(loopback));
    try {
      String address = host.node().status().addresses().getFirst();
      Node second =
          Node.open(
              NodeConfig.at(folder.resolve("second"))
                  .withName("second")
                  .withListen(loopback)
                  .withSlots(1)
                  .withJoin(address));
      host.node().addPeer(second.status().addresses().getFirst(), Optional.of("second"));
      return new Rehearsal(folder, host, second);
    } catch (RuntimeException e) {
      host.close();
      throw e;
    }
  }

  /// Shows every screen in every theme, a run, and a file's preview; leaves a memory of it, so that
  /// the next start has one to read.
  void openEveryScreen() throws IOException {
    Node node = host.node();
    Path memory = folder.resolve("data").resolve(PanelMemory.FILE);
    try (PanelWindow window = PanelWindow.open(node, PanelOptions.standard().withMemory(memory))) {
      for (RunSummary run : node.runs(RunQuery.all(1)).runs()) {
        window.openRun(run.id(), Optional.empty());
        window.settle(SETTLE);
      }
      for (Theme theme : Theme.values()) {
        window.theme(theme);
        for (Screen screen : Screen.values()) {
          window.show(screen);
          window.settle(SETTLE);
        }
      }
      window.preview(List.of(folder.resolve("rehearsal.yml")));
      window.settle(SETTLE);
      window.snapshot(folder.resolve("rehearsal.png"));
    }
    loadWhatDraws();
  }

  /// Loads, without starting it, what only a real display needs. Nothing where JavaFX is no module
  /// of the runtime.
  private static void loadWhatDraws() throws IOException {
    Optional<ResolvedModule> graphics =
        ModuleLayer.boot().configuration().findModule("javafx.graphics");
    if (graphics.isEmpty()) {
      return;
    }
    Module module = ModuleLayer.boot().findModule("javafx.graphics").orElseThrow();
    try (ModuleReader reader = graphics.get().reference().open()) {
      reader
          .list()
          .filter(name -> name.endsWith(CLASS) && DRAWS.stream().anyMatch(name::startsWith))
          .map(name -> name.substring(0, name.length() - CLASS.length()).replace('/', '.'))
          .forEach(name -> Class.forName(module, name));
    }
  }

  @Override
  public void close() {
    try {
      second.close();
    } finally {
      host.close();
    }
  }
}
