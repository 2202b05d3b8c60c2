package io.peerdeck.workflow;

/// A call with a matrix that a job is in.
///
/// @param call its id
/// @param combination which of its combinations the job is of; empty where the job's instances are
///     of all: the index of an instance says of which
/// @param strategy how the combinations are run together
public record PlannedCall(String call, String combination, PlannedStrategy strategy) {}
