package io.peerdeck.fleet;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/// Moments that machines whose clocks are right share without a word: the multiples of a period on
/// the wall clock. What all members do now and then, they do at about the same moment, so that each
/// of them is woken once for it and not once by each of the others. Nothing depends on that: where
/// clocks differ, the moments do.
public final class Cadence {
  private static final int LEAST_SHARE = 8;
  private static final Duration AFTER = Duration.ofMillis(2);

  private Cadence() {}

  /// How long to rest so as to wake just after the next such moment, also where the clock by which
  /// a thread rests runs on a little faster.
  public static Duration rest(InstantSource wall, Duration period) {
    return next(wall, period).plus(AFTER);
  }

  /// How long until the next such moment; where that is less than an eighth of the period away, the
  /// one after it. So a period and an eighth at most.
  public static Duration next(InstantSource wall, Duration period) {
    long every = period.toNanos();
    Instant now = wall.instant();
    long passed = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    long left = every - Math.floorMod(passed, every);
    return Duration.ofNanos(left < every / LEAST_SHARE ? left + every : left);
  }
}
