package io.peerdeck.schedule;

import io.peerdeck.fleet.Member;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.schedule.TaskState.Result;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether this node may and can run a task: its policy, and the blobs the task needs.
record Willingness(ClaimPolicy policy, InputsHeld inputs) {
  /// Why this node must refuse; empty if it agrees.
  Optional<String> refusal(RunState run, TaskState task, Member own) {
    if (own.drain()) {
      return Optional.of("it takes no new jobs");
    }
    Set<PeerId> authors = new LinkedHashSet<>();
    authors.add(run.submitter());
    run.inputsOf(task.key()).forEach(result -> authors.add(result.peer()));
    return policy.refusal(run, task.key(), authors);
  }

  /// Whether workflow, snapshot and the artifacts of all it rests on are here; asks for those that
  /// are not.
  boolean holdsInputs(RunState run, TaskState task) {
    boolean held = hold(run.submission().workflow(), List.of(run.submitter()));
    if (run.submission().snapshot().isPresent()) {
      held &= hold(run.submission().snapshot().get(), List.of(run.submitter()));
    }
    for (Cid action : run.submission().terms().actions().values()) {
      held &= hold(action, List.of(run.submitter(), run.keeper()));
    }
    for (Result result : run.inputsOf(task.key())) {
      for (RunEvent.Finished.Artifact artifact : result.finished().artifacts()) {
        held &= hold(artifact.cid(), List.of(result.peer(), run.keeper()));
      }
    }
    return held;
  }

  private boolean hold(Cid blob, List<PeerId> from) {
    if (inputs.held(blob)) {
      return true;
    }
    inputs.want(blob, from);
    return false;
  }
}
