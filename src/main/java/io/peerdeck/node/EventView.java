package io.peerdeck.node;

import java.time.Instant;

/// Something this node saw, in plain words.
///
/// @param number counts up from 1 since the node started
/// @param severity `info`, `warning` (look at it when there is time) or `problem` (look now)
/// @param subjectKind what it is about: `run`, `peer`, `entry`, `disk` or `node`
/// @param subject the run's id, the peer's id or the entry's CID; empty text for the others
public record EventView(
    long number,
    Instant time,
    String severity,
    String sentence,
    String subjectKind,
    String subject) {}
