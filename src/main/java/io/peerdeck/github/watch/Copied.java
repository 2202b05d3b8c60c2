package io.peerdeck.github.watch;

/// What was copied of a repository.
///
/// @param files regular ones
/// @param bytes of them
/// @param links symbolic links that were left out
public record Copied(int files, long bytes, int links) {}
