package io.peerdeck.fleet;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How far a peer can be relied on, by what it did to this node lately.
///
/// @param score 0 to 100; 50 is a peer of which nothing is known
/// @param reasons what made the score, faults first and each kind by its weight; each a sentence
///     about the peer without its subject
/// @param suspendedUntil when it is let in again, if its conduct has it shut out now
public record Repute(int score, List<String> reasons, Optional<Instant> suspendedUntil) {
  /// Of a peer that did nothing yet.
  public static final Repute UNKNOWN = new Repute(50, List.of(), Optional.empty());

  /// Copies the list.
  public Repute {
    reasons = List.copyOf(reasons);
  }
}
