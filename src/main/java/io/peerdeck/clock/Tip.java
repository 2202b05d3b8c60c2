package io.peerdeck.clock;

import io.peerdeck.multiformats.Cid;

/// An author's last entry: its sequence number and CID. Of a forked author the highest, ties by
/// CID.
public record Tip(long seq, Cid cid) {}
