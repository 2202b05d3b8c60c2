package io.peerdeck.runner;

import io.peerdeck.workflow.ActionFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// An action found in the workspace.
///
/// @param folder inside the workspace
record LocalAction(Path folder, ActionFile file) {
  private static final int MAX_BYTES = 1 << 20;

  /// Reads the action a step names.
  ///
  /// @param path as `uses` has it, from the workspace on
  /// @throws RunnerException if there is none
  /// @throws io.peerdeck.workflow.WorkflowException if it is not valid or not offered on a peer
  static LocalAction find(JobFolder job, String path) {
    final Path folder = job.inWorkspace(path, "uses");
    for (final String name : ActionFile.NAMES) {
      final Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        final Path real = job.inWorkspace(file.toString(), "uses");
        return new LocalAction(folder, ActionFile.parse(path + "/" + name, bytes(real)));
      }
    }
    if (Files.exists(folder.resolve("Dockerfile"), LinkOption.NOFOLLOW_LINKS)) {
      throw new RunnerException(
          "'"
              + path
              + "' is a Docker action, which do not run on a peer; do the same in a run step.");
    }
    throw new RunnerException(
        "Can't find 'action.yml', 'action.yaml' or 'Dockerfile' under '"
            + folder
            + "'. Did you forget to run actions/checkout before running your local action?");
  }

  private static byte[] bytes(Path file) {
    try (var in = Files.newInputStream(file.toRealPath(), LinkOption.NOFOLLOW_LINKS)) {
      return in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new RunnerException("Cannot read " + file + ": " + e, e);
    }
  }
}
