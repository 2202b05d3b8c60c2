package io.peerdeck.clock;

import io.peerdeck.multiformats.PeerId;
import java.util.List;

/// What one sync brought.
///
/// @param peer the other side
/// @param received blocks that came, duplicates included
/// @param admitted entries that are new here and durable
/// @param sent blocks sent
/// @param refused what broke a rule, at most 100; held against `peer`
/// @param rounds exchanges of summaries
/// @param complete whether both sides ended with the same heads
public record SyncReport(
    PeerId peer,
    long received,
    long admitted,
    long sent,
    List<Refusal> refused,
    int rounds,
    boolean complete) {
  public SyncReport {
    refused = List.copyOf(refused);
  }
}
