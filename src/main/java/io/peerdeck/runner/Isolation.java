package io.peerdeck.runner;

/// Where a job's processes run.
public sealed interface Isolation {
  /// With the rights of the node's own user.
  ///
  /// What others made must then not become a program: see [HostGuard].
  ///
  /// @param notice said at the top of the job's log; may be empty
  /// @param ofAnother whether somebody else than this machine's user submitted the job
  record Host(String notice, boolean ofAnother) implements Isolation {
    /// A job of this machine's own user.
    public Host(String notice) {
      this(notice, false);
    }
  }

  /// In a sandbox of the job's own.
  ///
  /// @param network whether it shares the machine's network; else it has none but its own loopback
  record Sandboxed(Sandbox sandbox, boolean network, SandboxLimits limits) implements Isolation {
    /// Said at the top of the job's log.
    String notice() {
      return "Sandbox: "
          + sandbox.title()
          + ", "
          + (network ? "with network" : "no network")
          + ", "
          + limits.text()
          + ".";
    }
  }
}
