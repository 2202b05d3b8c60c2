package io.peerdeck.workflow;

import java.util.Optional;

/// One instance of a job.
///
/// @param index from 0, the matrix index
/// @param name as GitHub shows it: `job (a, b)`
/// @param matrix the `matrix` context; null in the language's sense without a matrix
/// @param strategy the `strategy` context
/// @param group the job's concurrency group
public record PlannedInstance(
    int index, String name, Value matrix, Value strategy, Optional<PlannedGroup> group) {}
