package io.peerdeck.github.share;

import io.peerdeck.blob.PeerStreams;
import io.peerdeck.libp2p.gossip.Gossipsub;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// What sharing needs of the node around it.
///
/// @param self this node
/// @param fleet the fleet's genesis; empty before there is one
/// @param member whether a peer belongs to the fleet; answers from memory
/// @param inReach members with an open connection
/// @param streams opens streams to them
/// @param gossip among members only
/// @param against is told what a peer did that no honest one does
/// @param limits all bounds
/// @param wall the time answers are dated by
/// @param nanos a monotonic clock in nanoseconds
public record ShareSurroundings(
    PeerId self,
    Supplier<Optional<Cid>> fleet,
    Predicate<PeerId> member,
    Supplier<Set<PeerId>> inReach,
    PeerStreams streams,
    Gossipsub gossip,
    BiConsumer<PeerId, String> against,
    ShareLimits limits,
    InstantSource wall,
    LongSupplier nanos) {}
