package io.peerdeck.node;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A peer as the registry shows it.
///
/// @param state `self`, `online`, `suspect`, `offline`, `joining` or `frozen`
/// @param stateReason why, in a sentence
/// @param trusted whether this machine runs jobs it submits
public record PeerView(
    PeerRef peer,
    boolean self,
    String state,
    String stateReason,
    List<String> addresses,
    List<String> roles,
    List<String> labels,
    int slots,
    int running,
    boolean draining,
    boolean trusted,
    Optional<Duration> rtt,
    Optional<Instant> lastSeen,
    Optional<String> agent,
    long bytesIn,
    long bytesOut) {}
