package io.peerdeck.node;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A peer as the registry shows it.
///
/// @param state `self`, `online`, `suspect`, `offline`, `joining`, `blocked` or `frozen`
/// @param stateReason why, in a sentence
/// @param trusted whether this machine runs jobs it submits
/// @param conduct how far it can be relied on, and why
/// @param link the connection with it, measured
/// @param source how this node came to know it, in a few words
/// @param trust how far, and what its operator is asked before
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
    TrustView trust,
    Optional<Duration> rtt,
    Optional<Instant> lastSeen,
    Optional<String> agent,
    long bytesIn,
    long bytesOut,
    PeerConduct conduct,
    PeerLink link,
    String source) {}
