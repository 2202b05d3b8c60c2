package io.peerdeck.clock;

import io.peerdeck.multiformats.Ipld;

/// What an entry is to say, before it has a place in the clock.
///
/// @param kind such as `job.finished`
/// @param body as its kind has it
public record Saying(String kind, Ipld.Map body) {}
