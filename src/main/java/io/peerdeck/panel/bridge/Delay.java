package io.peerdeck.panel.bridge;

import java.time.Duration;
import java.util.Optional;
import javafx.application.Platform;

/// Calls something on the FX thread once, after a while. Not an animation, for the reason [Ticker]
/// tells. Used on the FX thread only.
public final class Delay {
  private final Duration after;
  private final Runnable then;
  private Optional<Thread> thread = Optional.empty();

  public Delay(Duration after, Runnable then) {
    this.after = after;
    this.then = then;
  }

  /// Counts from now, whatever it counted from before.
  public void start() {
    stop();
    thread = Optional.of(Thread.ofVirtual().name("panel-delay").start(this::run));
  }

  public void stop() {
    thread.ifPresent(Thread::interrupt);
    thread = Optional.empty();
  }

  private void run() {
    Thread self = Thread.currentThread();
    try {
      Thread.sleep(after);
    } catch (InterruptedException e) {
      // Stopped.
      return;
    }
    Platform.runLater(() -> thread.filter(t -> t == self).ifPresent(t -> over()));
  }

  private void over() {
    thread = Optional.empty();
    then.run();
  }
}
