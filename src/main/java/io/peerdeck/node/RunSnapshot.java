package io.peerdeck.node;

import io.peerdeck.github.watch.QueuedRun;
import io.peerdeck.runner.SnapshotSource;
import io.peerdeck.schedule.Submission;
import java.nio.file.Path;
import java.util.function.ToLongFunction;

/// The files a run came with.
///
/// @param submission the run's
/// @param writing puts them into a folder and says how many bytes they are
record RunSnapshot(Submission submission, ToLongFunction<Path> writing) implements SnapshotSource {
  /// Told where somebody would look for the rest of the repository.
  static final String WORKFLOW_FILE_ALONE =
      "This run was taken over from GitHub's queue with its workflow file alone: the checkout holds"
          + " no other file of the repository.";

  @Override
  public long materialise(Path folder) {
    return writing.applyAsLong(folder);
  }

  @Override
  public String caution() {
    return submission.tags().stream().anyMatch(tag -> tag.startsWith(QueuedRun.TAG))
        ? WORKFLOW_FILE_ALONE
        : "";
  }
}
