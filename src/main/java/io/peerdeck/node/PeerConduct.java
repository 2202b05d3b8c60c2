package io.peerdeck.node;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How far a peer can be relied on, by what it did to this node lately.
///
/// @param score 0 to 100; 50 is a peer of which nothing is known
/// @param reasons what made the score, faults first, each a sentence without its subject ("sent 3
///     entries that break a rule; the last: …")
/// @param blocked whether this machine's operator shut it out
/// @param suspendedUntil when it is let in again, if its conduct has it shut out now
public record PeerConduct(
    int score, List<String> reasons, boolean blocked, Optional<Instant> suspendedUntil) {
  /// Of a peer of which nothing is known.
  public static final PeerConduct UNKNOWN = new PeerConduct(50, List.of(), false, Optional.empty());

  /// Copies the list.
  public PeerConduct {
    reasons = List.copyOf(reasons);
  }
}
