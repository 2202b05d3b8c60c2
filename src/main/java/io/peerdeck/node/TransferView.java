package io.peerdeck.node;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A blob moving between this node and a peer.
///
/// @param name what it is: an artifact's or a file's name, `Log of JOB`, `Workspace of RUN`; empty
///     where nothing lately seen names it
/// @param direction `in` or `out`
/// @param state `running`, `done`, `failed` or `cancelled`
/// @param eta how long it still takes at the present rate; empty when it does not run or cannot be
///     told
public record TransferView(
    String id,
    String cid,
    Optional<String> name,
    String direction,
    PeerRef peer,
    long bytes,
    long total,
    double bytesPerSecond,
    Optional<Duration> eta,
    String state,
    Optional<String> error,
    Instant startedAt) {}
