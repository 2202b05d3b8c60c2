package io.peerdeck.schedule;

/// What a node would take before a run that waits, in the order of turns: priority in ten-minute
/// steps after the time the node first knew the run.
///
/// @param runs how many runs that are not held and have not begun
/// @param tasks how many tasks without a result, of runs begun or not
public record QueuePlace(int runs, int tasks) {}
