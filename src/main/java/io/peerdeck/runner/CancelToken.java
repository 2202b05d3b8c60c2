package io.peerdeck.runner;

import java.util.ArrayList;
import java.util.List;

/// Tells a running job from outside to end. Two strengths: a cancel lets steps with `if: always()`
/// or `if: cancelled()` still run, a stop (the node goes down) ends every process at once and runs
/// nothing more. Safe for all threads.
public final class CancelToken {
  /// How firmly the job was told to end.
  public enum Strength {
    NONE,
    CANCEL,
    STOP
  }

  private final List<Runnable> listeners = new ArrayList<>();
  private volatile Strength strength = Strength.NONE;
  private volatile String reason = "";

  /// Cancels the job: the running step gets SIGINT, after 7.5 s SIGTERM, after another 2.5 s its
  /// whole tree is killed. A second cancel changes nothing.
  ///
  /// @param why shown in the log and in the outcome
  public void cancel(String why) {
    raise(Strength.CANCEL, why);
  }

  /// Ends the job at once: the whole process tree is killed and no further step runs.
  ///
  /// @param why shown in the log and in the outcome
  public void stop(String why) {
    raise(Strength.STOP, why);
  }

  /// How firmly the job was told to end so far.
  public Strength strength() {
    return strength;
  }

  /// Whether the job was told to end at all.
  public boolean cancelled() {
    return strength != Strength.NONE;
  }

  /// Why; empty while nobody cancelled.
  public String reason() {
    return reason;
  }

  /// Calls `listener` on every rise of the strength, on the thread that raises it, and at once if
  /// it was raised before.
  ///
  /// @return closes to forget the listener
  Registration onRise(Runnable listener) {
    final boolean already;
    synchronized (listeners) {
      listeners.add(listener);
      already = cancelled();
    }
    if (already) {
      listener.run();
    }
    return () -> {
      synchronized (listeners) {
        listeners.remove(listener);
      }
    };
  }

  private void raise(Strength to, String why) {
    final List<Runnable> told;
    synchronized (listeners) {
      if (to.compareTo(strength) <= 0) {
        return;
      }
      reason = why;
      strength = to;
      told = List.copyOf(listeners);
    }
    told.forEach(Runnable::run);
  }

  /// A listener's registration.
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
