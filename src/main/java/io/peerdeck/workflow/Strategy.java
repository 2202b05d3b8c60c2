package io.peerdeck.workflow;

import java.util.OptionalInt;

/// A job's `strategy`.
///
/// @param failFast whether a failed instance cancels its siblings: true where nothing is said
/// @param maxParallel how many instances may run at once; empty means no bound
public record Strategy(Matrix matrix, boolean failFast, OptionalInt maxParallel) {}
