package io.peerdeck.fleet;

import io.peerdeck.multiformats.Cid;

/// A membership entry without effect, and why.
public record Ineffective(Cid entry, String reason) {}
