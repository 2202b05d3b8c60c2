package io.peerdeck.runner;

import java.nio.file.Path;

/// The workspace snapshot that travelled with the submission; `actions/checkout` asks for it.
@FunctionalInterface
public interface SnapshotSource {
  /// Writes the snapshot's files into a folder that exists. Files already there are overwritten,
  /// others stay.
  ///
  /// @return how many bytes were written
  /// @throws RuntimeException if there is no snapshot, or it cannot be fetched or verified; the
  ///     step fails with its message
  long materialise(Path folder);

  /// No snapshot: every checkout fails and says so.
  static SnapshotSource none() {
    return folder -> {
      throw new RunnerException(
          "The run was submitted without a workspace snapshot, so there is nothing to check out."
              + " Submit it from a folder tracked by git, or name the folder.");
    };
  }
}
