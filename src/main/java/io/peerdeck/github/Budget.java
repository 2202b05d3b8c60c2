package io.peerdeck.github;

import java.time.Instant;
import java.util.Optional;

/// What GitHub lets one token, or everybody without one, still ask.
///
/// @param partition what stands for the token
/// @param resource GitHub's name of the budget: `core`, `search`, `graphql`
/// @param limit calls per hour
/// @param remaining calls left until the reset
/// @param reset when it begins anew
/// @param pausedUntil until when GitHub wants to be left alone, whatever is left
public record Budget(
    Partition partition,
    String resource,
    int limit,
    int remaining,
    Instant reset,
    Optional<Instant> pausedUntil) {}
