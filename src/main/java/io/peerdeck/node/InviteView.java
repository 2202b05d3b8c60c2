package io.peerdeck.node;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An invitation as the fleet knows it; its text is told once, by [CreatedInvite].
///
/// @param id CID of its `invite.created` entry
/// @param by the admin who made it
/// @param roles of those who come by it, lower case
/// @param uses how many may come by it
/// @param joined who came by it, in order
/// @param state `open`, `used`, `expired` or `revoked`, by this machine's clock
/// @param revokedBy who took it back
public record InviteView(
    String id,
    PeerRef by,
    List<String> roles,
    Instant created,
    Instant expires,
    int uses,
    List<PeerRef> joined,
    String state,
    Optional<PeerRef> revokedBy) {}
