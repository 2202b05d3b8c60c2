package io.peerdeck.fleet;

import java.time.Duration;

/// Something a peer did that says how far to rely on it. Grave deeds are those that no honest peer
/// does, whatever its network or machine is like; only they can have a peer suspended.
public enum Deed {
  /// It sent an entry that breaks a rule of the clock (DESIGN §2).
  ENTRY_REFUSED(-10, true),
  /// It sent a block that is not what was asked for.
  BAD_BLOCK(-25, true),
  /// It broke a protocol: a frame too large, or not what the protocol has.
  BREACH(-25, true),
  /// It did not answer in time.
  TIMEOUT(-2, false),
  /// A job it had claimed went to another, since its heartbeats stopped.
  LEASE_LOST(-10, false),
  /// It ended a job it had claimed.
  LEASE_KEPT(1, false),
  /// It sent a block that was asked for.
  BLOCK_SERVED(0.01, false);

  private static final Duration BAD_FADES = Duration.ofMinutes(10);
  private static final Duration GOOD_FADES = Duration.ofHours(1);

  private final double points;
  private final boolean grave;

  Deed(double points, boolean grave) {
    this.points = points;
    this.grave = grave;
  }

  boolean grave() {
    return grave;
  }

  boolean good() {
    return points > 0;
  }

  /// What one of them weighs, without its sign.
  double weight() {
    return Math.abs(points);
  }

  /// The time after which it weighs half.
  Duration halfLife() {
    return good() ? GOOD_FADES : BAD_FADES;
  }

  /// In a sentence after "it": how often, and the last one's circumstances.
  String sentence(long times, String last) {
    String many = times == 1 ? "" : "s";
    String what =
        switch (this) {
          case ENTRY_REFUSED ->
              "sent %,d %s a rule"
                  .formatted(times, times == 1 ? "entry that breaks" : "entries that break");
          case BAD_BLOCK -> "sent %,d wrong block%s".formatted(times, many);
          case BREACH -> "broke a protocol %,d time%s".formatted(times, many);
          case TIMEOUT -> "did not answer in time, %,d time%s".formatted(times, many);
          case LEASE_LOST -> "lost %,d job%s it had claimed".formatted(times, many);
          case LEASE_KEPT -> "ended %,d job%s it had claimed".formatted(times, many);
          case BLOCK_SERVED -> "sent %,d block%s that were asked for".formatted(times, many);
        };
    return last.isEmpty() ? what : what + "; the last: " + last;
  }
}
