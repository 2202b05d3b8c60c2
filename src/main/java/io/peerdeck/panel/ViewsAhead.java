package io.peerdeck.panel;

import io.peerdeck.panel.bridge.NodeBridge;
import io.peerdeck.panel.bridge.Ticker;
import io.peerdeck.panel.part.Screen;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import javafx.scene.input.InputEvent;

/// Makes the views nobody has visited yet and puts them out of sight where they will be shown, a
/// step at a time while nothing else goes on: the first visit to a screen is then nearly as quick
/// as a later one. They stay detached and read nothing. Used on the FX thread only.
final class ViewsAhead implements AutoCloseable {
  /// How many pauses after the last key or click.
  private static final int STILL = 5;

  private final NodeBridge bridge;
  private Duration pace = PanelWindow.PACE;
  private Ticker ticker = new Ticker(PanelWindow.PACE, this::next);
  private final Deque<Runnable> steps = new ArrayDeque<>();
  private final CompletableFuture<Boolean> done = new CompletableFuture<>();
  private long touched = System.nanoTime();

  /// @param work where they will be shown
  ViewsAhead(Views views, NodeBridge bridge, Workplace work) {
    this.bridge = bridge;
    for (Screen screen : Screen.values()) {
      steps.add(() -> views.of(screen));
      steps.add(() -> work.keep(views.of(screen).root()));
      steps.add(() -> views.of(screen).ahead());
    }
    work.getScene().addEventFilter(InputEvent.ANY, event -> touched = System.nanoTime());
  }

  void start(Duration wanted) {
    ticker.stop();
    pace = wanted;
    ticker = new Ticker(wanted, this::next);
    ticker.start();
  }

  /// True once all are made, false if the window was closed before.
  CompletableFuture<Boolean> done() {
    return done;
  }

  private void next() {
    if (!bridge.idle() || System.nanoTime() - touched < STILL * pace.toNanos()) {
      return;
    }
    if (steps.isEmpty()) {
      ticker.stop();
      done.complete(true);
    } else {
      steps.remove().run();
    }
  }

  @Override
  public void close() {
    ticker.stop();
    done.complete(false);
  }
}
