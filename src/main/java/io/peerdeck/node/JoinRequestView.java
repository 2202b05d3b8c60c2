package io.peerdeck.node;

import java.time.Instant;
import java.util.List;

/// A machine that asks this node to be let into the fleet, without an invitation.
///
/// @param peer its id, proven by its key, and the name it gives itself
/// @param address where it was heard from; what it says of itself is in `addresses`
/// @param addresses where it says it can be dialled
/// @param asked when it first asked
/// @param heard when it last asked; it repeats itself while it waits
/// @param expires when it is forgotten unless it asks again
public record JoinRequestView(
    PeerRef peer,
    String address,
    List<String> addresses,
    Instant asked,
    Instant heard,
    Instant expires) {}
