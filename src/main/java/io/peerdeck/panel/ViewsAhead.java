package io.peerdeck.panel;

import io.peerdeck.panel.bridge.NodeBridge;
import io.peerdeck.panel.bridge.Ticker;
import io.peerdeck.panel.part.Screen;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javafx.scene.Scene;
import javafx.scene.input.InputEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/// Makes the views nobody has visited yet and dresses them once out of sight, a step at a time
/// while nothing else goes on: the first visit to a screen is then nearly as quick as a later one.
/// They stay detached and read nothing. Used on the FX thread only.
final class ViewsAhead implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(200);

  /// After the last key or click.
  private static final Duration STILL = Duration.ofSeconds(1);

  private final NodeBridge bridge;
  private final Scene shown;
  private final Ticker ticker = new Ticker(PAUSE, this::next);
  private final Deque<Runnable> steps = new ArrayDeque<>();
  private final CompletableFuture<Boolean> done = new CompletableFuture<>();
  private long touched = System.nanoTime();

  /// @param shown the scene they will be in
  ViewsAhead(Views views, NodeBridge bridge, Scene shown) {
    this.bridge = bridge;
    this.shown = shown;
    for (Screen screen : Screen.values()) {
      steps.add(() -> views.of(screen));
      steps.add(() -> dress(views.of(screen).root()));
    }
    shown.addEventFilter(InputEvent.ANY, event -> touched = System.nanoTime());
  }

  void start() {
    ticker.start();
  }

  /// True once all are made, false if the window was closed before.
  CompletableFuture<Boolean> done() {
    return done;
  }

  private void next() {
    if (!bridge.idle() || System.nanoTime() - touched < STILL.toNanos()) {
      return;
    }
    if (steps.isEmpty()) {
      ticker.stop();
      done.complete(true);
    } else {
      steps.remove().run();
    }
  }

  /// What a view looks like is worked out when it comes into a scene for the first time.
  private void dress(Region root) {
    if (root.getScene() != null) {
      return; // it is on the screen
    }
    StackPane place = new StackPane(root);
    place.getStyleClass().add("panel");
    Scene aside = new Scene(place, shown.getWidth(), shown.getHeight());
    aside.getStylesheets().setAll(List.copyOf(shown.getStylesheets()));
    place.applyCss();
    place.layout();
    place.getChildren().clear();
  }

  @Override
  public void close() {
    ticker.stop();
    done.complete(false);
  }
}
