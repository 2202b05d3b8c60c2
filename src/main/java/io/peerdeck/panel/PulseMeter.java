package io.peerdeck.panel;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import javafx.animation.AnimationTimer;
import javafx.scene.Scene;

/// Measures a window's pulses: from the first timer to the end of layout, which is all the panel's
/// own work in a pulse. Beside the time that passed it takes the FX thread's processor time, which
/// does not grow because other programs run. Used on the FX thread only.
final class PulseMeter extends AnimationTimer {
  /// An hour at 60 pulses a second.
  private static final int MOST = 216_000;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Scene scene;
  private final Runnable laidOut = this::laidOut;
  private long[] passed = new long[4096];
  private long[] worked = new long[4096];
  private int count;
  private boolean begun;
  private long beganAt;
  private long workedBefore;

  PulseMeter(Scene scene) {
    this.scene = scene;
  }

  @Override
  public void start() {
    scene.addPostLayoutPulseListener(laidOut);
    super.start();
  }

  @Override
  public void stop() {
    super.stop();
    scene.removePostLayoutPulseListener(laidOut);
  }

  @Override
  public void handle(long now) {
    begun = true;
    beganAt = System.nanoTime();
    workedBefore = threads.getCurrentThreadCpuTime();
  }

  private void laidOut() {
    if (!begun || count == MOST) {
      return;
    }
    begun = false;
    if (count == passed.length) {
      passed = Arrays.copyOf(passed, Math.min(MOST, count * 2));
      worked = Arrays.copyOf(worked, Math.min(MOST, count * 2));
    }
    passed[count] = System.nanoTime() - beganAt;
    worked[count++] = threads.getCurrentThreadCpuTime() - workedBefore;
  }

  int pulses() {
    return count;
  }

  /// @param share 0.99 for the 99th percentile, 1 for the longest
  Duration passed(double share) {
    return at(passed, share);
  }

  /// The same in processor time of the FX thread.
  Duration worked(double share) {
    return at(worked, share);
  }

  private Duration at(long[] nanos, double share) {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return count == 0
        ? Duration.ZERO
        : Duration.ofNanos(sorted[Math.min(count - 1, (int) (count * share))]);
  }
}
