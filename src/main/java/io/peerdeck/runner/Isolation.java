package io.peerdeck.runner;

/// Where a job's processes run.
public sealed interface Isolation {
  /// With the rights of the node's own user.
  ///
  /// @param notice said at the top of the job's log; may be empty
  record Host(String notice) implements Isolation {}

  /// In a sandbox of the job's own.
  ///
  /// @param network whether it shares the machine's network; else it has none but its own loopback
  record Sandboxed(Sandbox sandbox, boolean network, SandboxLimits limits) implements Isolation {}
}
