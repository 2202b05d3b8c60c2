package io.peerdeck.node;

import java.util.Optional;

/// One thing a cache keeps in memory.
///
/// @param key the CID it is kept under
/// @param name what it is to people, where something lately seen names it
/// @param bytes its size
/// @param pinned whether it stays in memory until it is unpinned, after a restart as well
/// @param fresh until when it holds, in a sentence
/// @param trust why it can be believed, in a sentence
public record CacheEntryView(
    String key, Optional<String> name, long bytes, boolean pinned, String fresh, String trust) {}
