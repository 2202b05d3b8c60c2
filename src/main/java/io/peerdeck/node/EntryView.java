package io.peerdeck.node;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One entry of the Merkle clock.
///
/// @param effective false when stored and served without effect; `note` says why
/// @param body the body as DAG-JSON text
public record EntryView(
    String cid,
    PeerRef author,
    long seq,
    long lc,
    Instant time,
    String kind,
    String key,
    Optional<String> prev,
    List<String> parents,
    boolean effective,
    String note,
    String body,
    int bytes,
    String signature) {}
