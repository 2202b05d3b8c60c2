package io.peerdeck.node;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A peer as discovery knows it.
///
/// @param member whether it belongs to this node's fleet
/// @param addresses where it can be dialled, the most promising first
/// @param labels what it signed that it can do
/// @param lastSeen when it last showed that it is there
/// @param sources which sources know it
/// @param ttl how long after `lastSeen` it is forgotten; zero for one that its source keeps
/// @param metadata what else it signed
/// @param signed whether it signed any of this itself
public record FoundPeer(
    PeerRef peer,
    boolean member,
    List<String> addresses,
    List<String> labels,
    Instant firstSeen,
    Optional<Instant> lastSeen,
    List<String> sources,
    Duration ttl,
    Map<String, String> metadata,
    boolean signed) {}
