package io.peerdeck.fleet.discovery;

import io.peerdeck.multiformats.PeerId;
import java.util.Optional;

/// Who answers for a sighting: a source, or a peer that told it.
///
/// @param source the source's name
/// @param teller the peer; empty where the source itself saw it
record Origin(String source, Optional<PeerId> teller) {
  static Origin of(String source) {
    return new Origin(source, Optional.empty());
  }

  String text() {
    return teller.map(peer -> source + " by " + peer).orElse(source);
  }
}
