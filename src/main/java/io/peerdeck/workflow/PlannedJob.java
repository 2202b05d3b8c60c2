package io.peerdeck.workflow;

import java.util.List;
import java.util.Optional;

/// A job as it will be handed out.
///
/// @param runsOn the labels, in lower case, that a peer must carry for any of the instances
/// @param instances one for each combination of the matrix, by index; exactly one without a matrix
/// @param strategy how they are run together; empty without a matrix
/// @param late the text of a matrix that rests on needed jobs, read by [LateMatrix]; the one
///     instance stands for all until those are sealed
public record PlannedJob(
    String id,
    List<String> needs,
    List<String> runsOn,
    List<PlannedInstance> instances,
    Optional<PlannedStrategy> strategy,
    Optional<String> late) {

  public PlannedJob {
    needs = List.copyOf(needs);
    runsOn = List.copyOf(runsOn);
    instances = List.copyOf(instances);
  }

  /// How many instances the job has.
  public int count() {
    return instances.size();
  }

  /// The instances' display names, by index.
  public List<String> names() {
    return instances.stream().map(PlannedInstance::name).toList();
  }
}
