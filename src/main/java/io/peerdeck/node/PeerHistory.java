package io.peerdeck.node;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What this node saw of a peer since it started, oldest first; the oldest are forgotten.
///
/// @param roundTrips at most 360, one every ten seconds while connected
/// @param states at most 200; the last is how the peer is now
public record PeerHistory(List<RoundTrip> roundTrips, List<State> states) {
  /// Copies the lists.
  public PeerHistory {
    roundTrips = List.copyOf(roundTrips);
    states = List.copyOf(states);
  }

  /// One ping.
  ///
  /// @param rtt empty if no answer came
  public record RoundTrip(Instant at, Optional<Duration> rtt) {}

  /// A state the peer came into.
  ///
  /// @param state as in [PeerView]
  /// @param reason why, in a sentence
  public record State(Instant at, String state, String reason) {}
}
