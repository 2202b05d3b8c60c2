package io.peerdeck.workflow;

import java.util.List;
import java.util.Map;

/// One instance of a job.
///
/// @param index from 0, the matrix index; of several matrices it has a digit to base 256 for each,
///     that of the outermost call lowest
/// @param name as GitHub shows it: `job (a, b)`
/// @param matrix the `matrix` context; null in the language's sense without a matrix
/// @param strategy the `strategy` context
/// @param runsOn the labels a peer must carry, in lower case
/// @param groups the concurrency groups it is in, innermost first
/// @param around what its expressions see of the matrices of the calls around it, by context
/// @param totals how many combinations each of its matrices has, outermost first
public record PlannedInstance(
    int index,
    String name,
    Value matrix,
    Value strategy,
    List<String> runsOn,
    List<PlannedGroup> groups,
    Map<String, Value> around,
    List<Integer> totals) {
  public PlannedInstance {
    runsOn = List.copyOf(runsOn);
    groups = List.copyOf(groups);
    around = Ordered.copyOf(around);
    totals = List.copyOf(totals);
  }

  /// Whether a run has as many instances of the job as its matrices say: all that differ from this
  /// one in a digit, and in those below it only.
  ///
  /// @param indices of the job's instances in the run
  public boolean isOneOf(List<Integer> indices) {
    for (int layer = 0; layer < totals.size(); layer++) {
      int shift = MatrixLayers.BITS * layer;
      int above = (1 << shift) - 1;
      long found =
          indices.stream()
              .filter(other -> ((other ^ index) & above) == 0)
              .map(other -> (other >> shift) & (Matrix.MAX_INSTANCES - 1))
              .distinct()
              .count();
      if (found != totals.get(layer)) {
        return false;
      }
    }
    return true;
  }
}
