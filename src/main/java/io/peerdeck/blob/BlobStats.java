package io.peerdeck.blob;

/// How the block cache does since the store was opened.
///
/// @param hits reads answered from memory
/// @param misses reads that went to the disk, found there or not
/// @param absent those of the misses that the disk did not have either
/// @param cachedBlocks blocks in memory now
/// @param cachedBytes their bytes
/// @param capacityBytes the most bytes kept in memory
public record BlobStats(
    long hits, long misses, long absent, long cachedBlocks, long cachedBytes, long capacityBytes) {}
