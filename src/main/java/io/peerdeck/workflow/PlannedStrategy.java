package io.peerdeck.workflow;

import java.util.OptionalInt;

/// How the instances of a job are run together.
///
/// @param failFast whether one that failed cancels the others
/// @param maxParallel how many may run at once; empty means no bound
public record PlannedStrategy(boolean failFast, OptionalInt maxParallel) {}
