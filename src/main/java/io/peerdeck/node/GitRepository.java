package io.peerdeck.node;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where the git repository of a workflow file begins, whose tracked files a submission takes
/// along.
public final class GitRepository {
  private GitRepository() {}

  /// The repository a folder is in. Like git, looks no further up than GIT_CEILING_DIRECTORIES
  /// allows.
  ///
  /// @param folder without links
  public static Optional<Path> around(Path folder) {
    List<Path> ceilings =
        Stream.of(
                System.getenv()
                    .getOrDefault("GIT_CEILING_DIRECTORIES", "")
                    .split(File.pathSeparator))
            .filter(ceiling -> !ceiling.isEmpty())
            .map(Path::of)
            .toList();
    Path candidate = folder;
    do {
      if (Files.exists(candidate.resolve(".git"))) {
        return Optional.of(candidate);
      }
      candidate = candidate.getParent();
    } while (candidate != null && !ceilings.contains(candidate));
    return Optional.empty();
  }
}
