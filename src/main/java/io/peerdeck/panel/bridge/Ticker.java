package io.peerdeck.panel.bridge;

import java.time.Duration;
import java.util.Optional;
import javafx.application.Platform;

/// Calls something on the FX thread now and then. Not an animation: a running animation asks for
/// sixty pulses a second, and a quiet panel is to cost nothing. Used on the FX thread only.
public final class Ticker {
  private final Duration every;
  private final Runnable tick;
  private Optional<Thread> thread = Optional.empty();

  public Ticker(Duration every, Runnable tick) {
    this.every = every;
    this.tick = tick;
  }

  public void start() {
    if (thread.isEmpty()) {
      thread = Optional.of(Thread.ofVirtual().name("panel-ticker").start(this::run));
    }
  }

  public void stop() {
    thread.ifPresent(Thread::interrupt);
    thread = Optional.empty();
  }

  private void run() {
    Thread self = Thread.currentThread();
    while (!self.isInterrupted()) {
      try {
        Thread.sleep(every);
      } catch (InterruptedException e) {
        // Stopped.
        return;
      }
      Platform.runLater(() -> thread.filter(t -> t == self).ifPresent(t -> tick.run()));
    }
  }
}
