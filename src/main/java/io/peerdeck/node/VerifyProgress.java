package io.peerdeck.node;

/// Entries checked so far, of how many.
public record VerifyProgress(long checked, long total) {}
