package io.peerdeck.workflow;

import java.util.List;
import java.util.Optional;

/// One instance of a job.
///
/// @param index from 0, the matrix index
/// @param name as GitHub shows it: `job (a, b)`
/// @param matrix the `matrix` context; null in the language's sense without a matrix
/// @param strategy the `strategy` context
/// @param runsOn the labels a peer must carry, in lower case
/// @param group the job's concurrency group
public record PlannedInstance(
    int index,
    String name,
    Value matrix,
    Value strategy,
    List<String> runsOn,
    Optional<PlannedGroup> group) {
  public PlannedInstance {
    runsOn = List.copyOf(runsOn);
  }

  /// How many instances the job has: `strategy.job-total`.
  public int total() {
    return strategy instanceof Value.Obj context ? (int) context.get("job-total").number() : 1;
  }
}
