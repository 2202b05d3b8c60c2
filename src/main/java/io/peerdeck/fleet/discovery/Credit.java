package io.peerdeck.fleet.discovery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How far a source, or a peer that tells others, can be believed: it loses its standing by lies at
/// once, for a minute at first and twice as long each time, an hour at most, and by failures in a
/// row it is asked less and less often. Guarded by its owner.
final class Credit {
  static final Duration FIRST_SUSPENSION = Duration.ofMinutes(1);
  static final Duration LONGEST_SUSPENSION = Duration.ofHours(1);
  static final int FAILING_AFTER = 3;
  private static final int LONGEST_STEP = 6;
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  private long successes;
  private long failures;
  private long lies;
  private int inARow;
  private int step;
  private String reason = "";
  private @Nullable Instant until;
  private @Nullable Instant lastSuccess;
  private @Nullable Instant lastFailure;

  void succeeded(Instant now) {
    successes++;
    inARow = 0;
    lastSuccess = now;
  }

  void failed(Instant now, String why) {
    failures++;
    inARow++;
    reason = why;
    lastFailure = now;
  }

  void lied(Instant now, String why) {
    lies++;
    reason = why;
    lastFailure = now;
    // Who kept out of trouble for as long as the longest suspension starts at the first again.
    if (until != null && now.isAfter(until.plus(LONGEST_SUSPENSION))) {
      step = 0;
    }
    Duration length = FIRST_SUSPENSION.multipliedBy(1L << step);
    until = now.plus(length.compareTo(LONGEST_SUSPENSION) < 0 ? length : LONGEST_SUSPENSION);
    step = Math.min(step + 1, LONGEST_STEP);
  }

  /// Somebody it passed things on for lied; noted, and no fault of its own.
  void passedOn(Instant now, String why) {
    lies++;
    reason = why;
    lastFailure = now;
  }

  boolean suspended(Instant now) {
    return until != null && now.isBefore(until);
  }

  /// How long to leave it alone after the failures in a row so far.
  Duration pause(Duration usual) {
    if (inARow < FAILING_AFTER) {
      return usual;
    }
    Duration longer = usual.multipliedBy(1L << Math.min(inARow - FAILING_AFTER + 1, LONGEST_STEP));
    Duration most = LONGEST_PAUSE.compareTo(usual) > 0 ? LONGEST_PAUSE : usual;
    return longer.compareTo(most) < 0 ? longer : most;
  }

  SourceStanding standing(String name, int peers, Instant now) {
    SourceStanding.State state =
        suspended(now)
            ? SourceStanding.State.SUSPENDED
            : inARow >= FAILING_AFTER ? SourceStanding.State.FAILING : SourceStanding.State.GOOD;
    return new SourceStanding(
        name,
        state,
        successes,
        failures,
        lies,
        peers,
        reason,
        Optional.ofNullable(suspended(now) ? until : null),
        Optional.ofNullable(lastSuccess),
        Optional.ofNullable(lastFailure));
  }
}
