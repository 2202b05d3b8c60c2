package io.peerdeck.node;

import java.time.Instant;
import java.util.Optional;

/// A blob moving between this node and a peer.
///
/// @param direction `in` or `out`
/// @param state `running`, `done` or `failed`
public record TransferView(
    String id,
    String cid,
    String direction,
    PeerRef peer,
    long bytes,
    long total,
    double bytesPerSecond,
    String state,
    Optional<String> error,
    Instant startedAt) {}
