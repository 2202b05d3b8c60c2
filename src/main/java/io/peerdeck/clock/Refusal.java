package io.peerdeck.clock;

import io.peerdeck.multiformats.Cid;

/// A block that was not admitted, and why. It is held against who sent it.
public record Refusal(Cid cid, String reason) {}
