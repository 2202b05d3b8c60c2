package io.peerdeck.clock;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;

/// Proof that one author wrote two different entries as number `seq`; both are kept.
public record Equivocation(PeerId author, long seq, Cid first, Cid second) {}
