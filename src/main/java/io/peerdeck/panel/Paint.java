package io.peerdeck.panel;

import io.peerdeck.panel.bridge.FxThread;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.shape.Rectangle;

/// How long it takes from a deed of the person until a window shows what follows from it: drawn,
/// not only laid out. Used from threads other than the FX thread.
final class Paint {
  private final Scene scene;
  private final CompletableFuture<Long> first = new CompletableFuture<>();
  private final CompletableFuture<Long> last = new CompletableFuture<>();

  /// @param first until the first frame after the deed was drawn
  /// @param all until the frame was drawn that shows everything
  record Took(Duration first, Duration all) {}

  private Paint(Scene scene) {
    this.scene = scene;
  }

  /// @param deed what the person does; runs on the FX thread
  /// @param shown whether the scene, as laid out now, shows all that follows
  static Took after(Scene scene, Runnable deed, BooleanSupplier shown) {
    Paint paint = new Paint(scene);
    long begun = System.nanoTime();
    FxThread.run(
        () -> {
          deed.run();
          paint.await(shown);
        });
    return new Took(
        Duration.ofNanos(FxThread.await(paint.first) - begun),
        Duration.ofNanos(FxThread.await(paint.last) - begun));
  }

  private void await(BooleanSupplier shown) {
    // Has the pulses come, as long as something is waited for.
    AnimationTimer pulses =
        new AnimationTimer() {
          @Override
          public void handle(long now) {}
        };
    pulses.start();
    scene.addPostLayoutPulseListener(
        new Runnable() {
          @Override
          public void run() {
            boolean all = shown.getAsBoolean();
            if (all) {
              scene.removePostLayoutPulseListener(this);
              pulses.stop();
            }
            Platform.runLater(() -> drawn(all));
          }
        });
  }

  /// The frame of the last pulse was handed over for drawing. Frames and pictures are drawn in the
  /// order they are asked for, so that a picture of nothing is ready once the frame is.
  private void drawn(boolean all) {
    if (first.isDone() && !all) {
      return;
    }
    new Rectangle(1, 1).snapshot(null, null);
    long now = System.nanoTime();
    first.complete(now);
    if (all) {
      last.complete(now);
    }
  }
}
