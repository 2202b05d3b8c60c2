package io.peerdeck.runner;

import io.peerdeck.workflow.ActionFile;
import io.peerdeck.workflow.ActionReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/// An action found in the workspace, or among the third-party actions of the submission.
///
/// @param folder inside the workspace, or inside `within`
/// @param within the repository of a third-party action; empty for one of the workspace
record LocalAction(Path folder, ActionFile file, Optional<Path> within) {
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
        return new LocalAction(
            folder, ActionFile.parse(path + "/" + name, bytes(real)), Optional.empty());
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

  /// Reads a third-party action, whose repository is written below the job's files first.
  ///
  /// @throws RunnerException if the submission does not bring it, or it holds no action
  static LocalAction vendored(JobFolder job, ActionReference.Vendored reference, ActionPort port) {
    final Path within = job.files().resolve("actions").resolve(reference.pinned());
    try {
      if (!Files.isDirectory(within)) {
        Files.createDirectories(within);
        port.materialise(reference.pinned(), within);
      }
      final Path folder = within.resolve(reference.path());
      for (final String name : ActionFile.NAMES) {
        final Path file = folder.resolve(name);
        if (Files.isRegularFile(file) && file.toRealPath().startsWith(within.toRealPath())) {
          return new LocalAction(
              folder,
              ActionFile.parse(reference.text() + "/" + name, bytes(file)),
              Optional.of(within));
        }
      }
    } catch (IOException e) {
      throw new RunnerException("Cannot write the action '" + reference.text() + "': " + e, e);
    }
    throw new RunnerException(
        "The action '" + reference.text() + "' holds no action.yml or action.yaml.");
  }

  /// A file of the action.
  ///
  /// @throws RunnerException if it would lead out of the workspace or the repository
  Path program(JobFolder job, String name) {
    if (within.isEmpty()) {
      return job.inWorkspace(folder.resolve(name).toString(), "runs");
    }
    final Path wanted = folder.resolve(name).normalize();
    try {
      if (wanted.startsWith(within.get())
          && (!Files.exists(wanted) || wanted.toRealPath().startsWith(within.get().toRealPath()))) {
        return wanted;
      }
    } catch (IOException e) {
      throw new RunnerException("Cannot follow " + wanted + ": " + e, e);
    }
    throw new RunnerException("runs \"" + name + "\" leaves the action's repository.");
  }

  private static byte[] bytes(Path file) {
    try (var in = Files.newInputStream(file.toRealPath(), LinkOption.NOFOLLOW_LINKS)) {
      return in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new RunnerException("Cannot read " + file + ": " + e, e);
    }
  }
}
