package io.peerdeck.node;

import java.util.Optional;

/// What came of asking a source, telling others through it, and cleaning it up.
///
/// @param found how many sightings it brought; empty when it failed
/// @param told how many were told of this node; empty when it only brings peers, or failed
/// @param removed how many of its peers had run out
/// @param failure what went wrong
public record SourceOutcome(
    String source,
    Optional<Integer> found,
    Optional<Integer> told,
    int removed,
    Optional<String> failure) {}
