package io.peerdeck.runner;

import io.peerdeck.workflow.Job;
import io.peerdeck.workflow.PlannedInstance;
import io.peerdeck.workflow.Value;
import io.peerdeck.workflow.Workflow;
import java.util.Map;

/// One job, or one instance of a matrix job, to be run now.
///
/// @param workflow the file it is from: its `env` and `defaults` count
/// @param job one of the workflow's jobs
/// @param instance the instance, with its `matrix` and `strategy` contexts
/// @param github the `github` context: `workflow`, `run_id`, `actor`, `event_name`, `event` …; only
///     what is true here. The runner adds `workspace`, `job`, `action` and `event_path`
/// @param needs the jobs it needs, by id
/// @param inputs typed inputs of the submission
/// @param folder new and empty; the caller deletes it
/// @param snapshot for `actions/checkout`
/// @param artifacts of the run
/// @param caches of its submitter
/// @param limits bounds of this job
/// @param grants what the peer's operator allows it
/// @param actions third-party ones
public record JobRequest(
    Workflow workflow,
    Job job,
    PlannedInstance instance,
    Value.Obj github,
    Map<String, NeededJob> needs,
    Value.Obj inputs,
    JobFolder folder,
    SnapshotSource snapshot,
    ArtifactPort artifacts,
    CachePort caches,
    JobLimits limits,
    JobGrants grants,
    ActionPort actions) {
  public JobRequest {
    needs = Map.copyOf(needs);
  }
}
