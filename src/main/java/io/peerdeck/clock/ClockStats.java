package io.peerdeck.clock;

/// Counters for the Caches view and the metrics.
///
/// @param entries stored entries
/// @param cacheHits reads answered by the entry cache since the clock was opened
/// @param cacheMisses reads that went to the file
/// @param pending entries waiting for an ancestor
/// @param pendingBytes their bytes
public record ClockStats(
    long entries, long cacheHits, long cacheMisses, int pending, long pendingBytes) {}
