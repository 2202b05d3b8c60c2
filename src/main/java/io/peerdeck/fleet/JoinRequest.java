package io.peerdeck.fleet;

import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.time.Instant;
import java.util.List;

/// A peer that asks to be let in without an invitation.
///
/// @param peer its id, proven by its key
/// @param name what it calls itself
/// @param from where it was heard from
/// @param addresses where it says it can be dialled
/// @param asked when it first asked
/// @param heard when it last asked
/// @param expires when it is forgotten unless it asks again
public record JoinRequest(
    PeerId peer,
    String name,
    Multiaddr from,
    List<Multiaddr> addresses,
    Instant asked,
    Instant heard,
    Instant expires) {
  /// Copies the list.
  public JoinRequest {
    addresses = List.copyOf(addresses);
  }
}
