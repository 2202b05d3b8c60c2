package io.peerdeck.fleet.discovery;

import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A peer as all sources together know it.
///
/// @param peer who it is
/// @param addresses where it can be dialled, the most promising first, each ending in `/p2p/` and
///     its id
/// @param capabilities what it said it can do: its labels
/// @param firstSeen when this node first heard of it
/// @param lastSeen when it last showed that it is there: news signed by it, or an answer of its
///     own; empty for one that is only known by name
/// @param sources the names of the sources that know it, sorted
/// @param ttl how long after `lastSeen` it is forgotten; zero for one that its source keeps
/// @param metadata what else it said
/// @param signed its own signed words; empty where it never gave any
public record PeerInfo(
    PeerId peer,
    List<Multiaddr> addresses,
    Set<String> capabilities,
    Instant firstSeen,
    Optional<Instant> lastSeen,
    List<String> sources,
    Duration ttl,
    Map<String, String> metadata,
    Optional<PeerAnnouncement> signed) {
  /// Copies the collections.
  public PeerInfo {
    addresses = List.copyOf(addresses);
    capabilities = Set.copyOf(capabilities);
    sources = List.copyOf(sources);
    metadata = Map.copyOf(metadata);
  }
}
