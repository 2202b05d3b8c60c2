package io.peerdeck.node;

/// Something a snapshot shows has changed; read the snapshot again to see how.
public sealed interface Change {
  /// A run's state, jobs or priority.
  record Run(String id) implements Change {}

  /// A task's log grew.
  record Log(String runId, TaskRef task) implements Change {}

  /// Members, their state, trust or measurements.
  record Peers() implements Change {}

  /// Invitations, machines that ask to join, jobs that wait for approval, this node's own way into
  /// a fleet.
  record Fleet() implements Change {}

  /// New entries in the clock.
  record Clock() implements Change {}

  /// Cache counters or transfers.
  record Blobs() implements Change {}

  /// Something new in [Node#events].
  record Events() implements Change {}

  /// This node's own state.
  record Status() implements Change {}
}
