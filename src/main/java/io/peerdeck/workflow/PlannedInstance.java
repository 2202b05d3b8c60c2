package io.peerdeck.workflow;

import java.util.List;

/// One instance of a job.
///
/// @param index from 0, the matrix index
/// @param name as GitHub shows it: `job (a, b)`
/// @param matrix the `matrix` context; null in the language's sense without a matrix
/// @param strategy the `strategy` context
/// @param runsOn the labels a peer must carry, in lower case
/// @param groups the concurrency groups it is in, innermost first
public record PlannedInstance(
    int index,
    String name,
    Value matrix,
    Value strategy,
    List<String> runsOn,
    List<PlannedGroup> groups) {
  public PlannedInstance {
    runsOn = List.copyOf(runsOn);
    groups = List.copyOf(groups);
  }

  /// How many instances the job has: `strategy.job-total`.
  public int total() {
    return strategy instanceof Value.Obj context ? (int) context.get("job-total").number() : 1;
  }
}
