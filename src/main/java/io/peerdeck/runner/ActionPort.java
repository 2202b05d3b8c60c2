package io.peerdeck.runner;

import java.nio.file.Path;

/// Third-party actions that travelled with the submission.
@FunctionalInterface
public interface ActionPort {
  /// Writes the files of an action's repository into a new folder.
  ///
  /// @param pinned `owner/repo@sha`
  /// @throws RuntimeException if the submission names none, or it cannot be fetched or verified;
  ///     the step fails with its message
  void materialise(String pinned, Path folder);

  /// No such actions.
  static ActionPort none() {
    return (pinned, folder) -> {
      throw new RunnerException(
          "The submission brings no files of the action '"
              + pinned
              + "'. Vendor it with `peerdeck action vendor "
              + pinned
              + " FOLDER` and submit the workflow again.");
    };
  }
}
