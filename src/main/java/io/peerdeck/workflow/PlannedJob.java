package io.peerdeck.workflow;

import java.util.List;
import java.util.Optional;

/// A job as it will be handed out.
///
/// @param runsOn the labels, in lower case, that a peer must carry for any of the instances
/// @param instances one for each combination of the matrix, in order; exactly one without a matrix
/// @param strategy how they are run together; empty without a matrix
/// @param late the text of matrices that rest on needed jobs, or that are several, read by
///     [LateMatrix]; where needs are named in it the one instance stands for all until those are
///     sealed
/// @param terms the text of groups and bounds that are known only with the instances, read by
///     [LateTerms]; these are then in none of the other components
/// @param calls with a matrix that it is in, outermost first
public record PlannedJob(
    String id,
    List<String> needs,
    List<String> runsOn,
    List<PlannedInstance> instances,
    Optional<PlannedStrategy> strategy,
    Optional<String> late,
    Optional<String> terms,
    List<PlannedCall> calls) {

  public PlannedJob {
    needs = List.copyOf(needs);
    runsOn = List.copyOf(runsOn);
    instances = List.copyOf(instances);
    calls = List.copyOf(calls);
  }

  /// How many instances the job has.
  public int count() {
    return instances.size();
  }

  /// An instance by its index.
  public Optional<PlannedInstance> instance(int index) {
    return instances.stream().filter(instance -> instance.index() == index).findFirst();
  }

  /// The instances' display names, by index.
  public List<String> names() {
    return instances.stream().map(PlannedInstance::name).toList();
  }
}
