package io.peerdeck.fleet.discovery;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// What a source has been worth so far.
///
/// @param name the source
/// @param state whether it is believed
/// @param successes answers and tellings that worked
/// @param failures those that did not
/// @param lies what it brought that was refused, by itself or by a peer it listened to
/// @param peers how many peers it knows now
/// @param reason what the last failure or lie was; empty before the first
/// @param suspendedUntil when it is heard again
/// @param lastSuccess when it last worked
/// @param lastFailure when it last failed or lied
public record SourceStanding(
    String name,
    State state,
    long successes,
    long failures,
    long lies,
    int peers,
    String reason,
    Optional<Instant> suspendedUntil,
    Optional<Instant> lastSuccess,
    Optional<Instant> lastFailure) {
  /// Whether a source is believed.
  public enum State {
    /// It works.
    GOOD,
    /// Three or more failures in a row; asked less often.
    FAILING,
    /// It lied; what it brought is dropped, and it is not heard for a while.
    SUSPENDED;

    /// The name in views: lower case.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
