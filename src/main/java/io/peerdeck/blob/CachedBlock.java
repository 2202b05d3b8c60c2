package io.peerdeck.blob;

import io.peerdeck.multiformats.Cid;

/// A block kept in memory.
///
/// @param cid its name
/// @param bytes its size
/// @param pinned whether it stays there until it is unpinned
public record CachedBlock(Cid cid, int bytes, boolean pinned) {}
