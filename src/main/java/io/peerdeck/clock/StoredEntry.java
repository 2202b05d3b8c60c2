package io.peerdeck.clock;

/// An entry with its row: rows count 1, 2, 3 … in the order of local admission, which is causal.
/// A projection keeps the last row it has seen as its watermark.
public record StoredEntry(long row, Entry entry) {}
