package io.peerdeck;

import io.peerdeck.node.Node;
import io.peerdeck.panel.PanelOptions;
import io.peerdeck.panel.PanelWindow;
import io.peerdeck.panel.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Shows the demo's first node in the panel and saves a picture of every view: the queue while it
/// works, everything else when the work is done.
final class DemoPictures implements Demo.Pictures {
  private static final Duration SETTLE = Duration.ofSeconds(5);
  private static final Duration WORKING = Duration.ofSeconds(90);

  private final Path folder;

  DemoPictures(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  @Override
  public List<Path> draw(Node node, List<Path> files, List<String> runs, BooleanSupplier finished)
      throws IOException {
    Files.createDirectories(folder);
    List<Path> drawn = new ArrayList<>();
    PanelOptions options =
        PanelOptions.standard().withTheme(PanelOptions.Theme.LIGHT).withSize(1280, 820);
    try (PanelWindow window = PanelWindow.open(node, options)) {
      window.show(Screen.QUEUE);
      drawn.add(picture(window, "queue-working"));
      awaitFinished(finished);
      window.openRun(runs.getLast(), Optional.empty());
      drawn.add(picture(window, "run"));
      for (Screen screen : Screen.values()) {
        if (screen != Screen.RUN) {
          window.show(screen);
          drawn.add(picture(window, screen.name().toLowerCase(Locale.ROOT)));
        }
      }
      window.theme(PanelOptions.Theme.DARK);
      window.show(Screen.CLOCK);
      drawn.add(picture(window, "clock-dark"));
      window.preview(files);
      drawn.add(picture(window, "preview"));
    }
    return drawn;
  }

  private static void awaitFinished(BooleanSupplier finished) {
    long deadline = System.nanoTime() + WORKING.toNanos();
    while (!finished.getAsBoolean() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(100_000_000);
    }
  }

  private Path picture(PanelWindow window, String name) {
    window.settle(SETTLE);
    Path png = folder.resolve(name + ".png");
    window.snapshot(png);
    return png;
  }
}
