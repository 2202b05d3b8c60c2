package io.peerdeck.panel.bridge;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.application.Platform;

/// Calls from other threads into the FX thread, waited for with a deadline.
public final class FxThread {
  private static final long SECONDS = 60;

  /// The one start, which two may ask for at once.
  private static final AtomicBoolean ASKED = new AtomicBoolean();

  private static final CompletableFuture<Boolean> STARTED = new CompletableFuture<>();

  private FxThread() {}

  /// Starts the toolkit unless it runs already.
  ///
  /// @throws DisplayException where no window can be opened, at every call
  public static void start() {
    if (ASKED.compareAndSet(false, true)) {
      try {
        Platform.startup(() -> STARTED.complete(true));
      } catch (IllegalStateException alreadyStarted) {
        Platform.runLater(() -> STARTED.complete(true));
      } catch (UnsupportedOperationException e) {
        STARTED.completeExceptionally(new DisplayException(e));
      }
    }
    await(STARTED);
    Platform.setImplicitExit(false);
  }

  public static <T> T call(Callable<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Runnable run =
        () -> {
          try {
            result.complete(task.call());
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        };
    if (Platform.isFxApplicationThread()) {
      run.run();
    } else {
      Platform.runLater(run);
    }
    return await(result);
  }

  public static void run(Runnable task) {
    boolean ran =
        call(
            () -> {
              task.run();
              return true;
            });
    assert ran;
  }

  public static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the panel", e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("the panel did not answer within " + SECONDS + " s", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
