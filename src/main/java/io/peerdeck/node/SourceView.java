package io.peerdeck.node;

import java.time.Instant;
import java.util.Optional;

/// A source of peers and what it has been worth.
///
/// @param name `members`, `bootstrap`, `file`, `mdns`, `exchange`, `gossip` or `github`
/// @param state `good`, `failing` after three failures in a row, or `suspended` for what it told
/// @param reason what last went wrong, else what it left out; empty for nothing
/// @param successes answers and tellings that worked
/// @param failures those that did not
/// @param refused what it brought that could not be true
/// @param peers how many peers it knows now
/// @param removed how many have run out so far
/// @param telling what came of telling others of this node: `told`, `read-only`, `not yet`, or why
///     it failed
/// @param suspendedUntil when it is heard again
/// @param lastSuccess when it last worked
/// @param lastFailure when it last failed
public record SourceView(
    String name,
    String state,
    String reason,
    long successes,
    long failures,
    long refused,
    int peers,
    int removed,
    String telling,
    Optional<Instant> suspendedUntil,
    Optional<Instant> lastSuccess,
    Optional<Instant> lastFailure) {}
