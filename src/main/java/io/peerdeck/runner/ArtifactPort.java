package io.peerdeck.runner;

import java.nio.file.Path;
import java.util.List;

/// The artifacts of the run this job belongs to. `node` puts the content store behind it.
public interface ArtifactPort {
  /// Stores files under a name, durably.
  ///
  /// @param name checked by the runner (no separators, no control characters)
  /// @param root folder the files lie in
  /// @param files regular files, relative to `root`, sorted, no symbolic links
  /// @throws RuntimeException if they cannot be stored; the step fails with its message
  ArtifactRef upload(String name, Path root, List<Path> files);

  /// Names of the artifacts this job can reach: those of the jobs it needs and its own, sorted.
  List<String> names();

  /// Writes an artifact's files into a folder that exists.
  ///
  /// @param name one of [#names()]
  /// @throws RuntimeException if it cannot be fetched or verified; the step fails with its message
  void download(String name, Path folder);

  /// No artifacts: uploads are refused, nothing can be downloaded.
  static ArtifactPort none() {
    return new ArtifactPort() {
      @Override
      public ArtifactRef upload(String name, Path root, List<Path> files) {
        throw new RunnerException(
            "This run has no place for artifacts; \"" + name + "\" cannot be stored.");
      }

      @Override
      public List<String> names() {
        return List.of();
      }

      @Override
      public void download(String name, Path folder) {
        throw new RunnerException("This run has no artifact \"" + name + "\".");
      }
    };
  }
}
