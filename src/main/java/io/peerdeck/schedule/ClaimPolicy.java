package io.peerdeck.schedule;

import io.peerdeck.multiformats.PeerId;
import java.util.Optional;
import java.util.Set;

/// Whether this peer is willing to run a task: trust, tags, limits, approval.
@FunctionalInterface
public interface ClaimPolicy {
  /// Why this peer must refuse, in a sentence for people; empty if it agrees.
  ///
  /// @param authors the submitter and the authors of every result the task would consume
  Optional<String> refusal(RunState run, TaskKey task, Set<PeerId> authors);
}
