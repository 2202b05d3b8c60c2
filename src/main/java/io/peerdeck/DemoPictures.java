package io.peerdeck;

import io.peerdeck.node.Node;
import io.peerdeck.node.SubmitRequest;
import io.peerdeck.panel.PanelOptions;
import io.peerdeck.panel.PanelWindow;
import io.peerdeck.panel.look.Theme;
import io.peerdeck.panel.part.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Shows the demo's first node in the panel and saves a picture of every view: queue and run while
/// it works, every view when the work is done.
final class DemoPictures implements Demo.Pictures, AutoCloseable {
  private static final Duration SETTLE = Duration.ofSeconds(5);
  private static final Duration GLANCE = Duration.ofMillis(300);
  private static final Duration WORKING = Duration.ofSeconds(90);

  private final Path folder;
  private @Nullable Node shown;
  private @Nullable PanelWindow window;

  DemoPictures(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  @Override
  public void open(Node node) {
    shown = node;
    window =
        PanelWindow.open(node, PanelOptions.standard().withTheme(Theme.LIGHT).withSize(1280, 820));
    window.show(Screen.QUEUE);
    window.settle(SETTLE);
  }

  @Override
  public List<Path> draw(List<SubmitRequest> requests, List<String> runs, BooleanSupplier finished)
      throws IOException {
    Node node = Objects.requireNonNull(shown, "opened before drawing");
    PanelWindow panel = Objects.requireNonNull(window, "opened before drawing");
    Files.createDirectories(folder);
    List<Path> drawn = new ArrayList<>();
    await(() -> node.status().runs().inProgress() > 0 || finished.getAsBoolean());
    drawn.add(picture(panel, "queue-working", GLANCE));
    panel.openRun(runs.getFirst(), Optional.empty());
    drawn.add(picture(panel, "run-working", GLANCE));
    await(finished);
    panel.openRun(runs.getLast(), Optional.empty());
    drawn.add(picture(panel, "run"));
    for (Screen screen : Screen.values()) {
      if (screen != Screen.RUN) {
        panel.show(screen);
        drawn.add(picture(panel, screen.name().toLowerCase(Locale.ROOT)));
      }
    }
    panel.theme(Theme.DARK);
    panel.show(Screen.CLOCK);
    drawn.add(picture(panel, "clock-dark"));
    panel.previewOf(requests);
    drawn.add(picture(panel, "preview"));
    return drawn;
  }

  @Override
  public void close() {
    if (window != null) {
      window.close();
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + WORKING.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(100_000_000);
    }
  }

  private Path picture(PanelWindow window, String name) {
    return picture(window, name, SETTLE);
  }

  private Path picture(PanelWindow window, String name, Duration patience) {
    window.settle(patience);
    Path png = folder.resolve(name + ".png");
    window.snapshot(png);
    return png;
  }
}
