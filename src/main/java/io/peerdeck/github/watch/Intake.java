package io.peerdeck.github.watch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Who may take over what waits at GitHub. Called by one thread at a time; may block.
public interface Intake {
  /// Decides on a run.
  ///
  /// @param repository what the run is of, fetched when it is asked for
  Verdict take(QueuedRun run, Source repository);

  /// The repository of a run, at the run's commit. Blocks; throws
  /// [io.peerdeck.github.GitHubException] where GitHub does not give what is asked for.
  interface Source {
    /// The workflow file.
    byte[] file();

    /// Whether everybody can read the repository.
    boolean isPublic();

    /// Puts its files into an empty folder.
    ///
    /// @throws IOException if they do not come, or cannot be written
    Copied copy(Path folder) throws IOException;
  }

  /// Looks at the runs that were taken by others too.
  ///
  /// @param runs all that wait at GitHub now
  void settle(List<QueuedRun> runs);

  /// What becomes of a run.
  sealed interface Verdict {
    /// It was submitted to the fleet.
    ///
    /// @param run the fleet's id of it
    /// @param without what it lacks of the repository, in words; empty for nothing
    record Submitted(String run, String without) implements Verdict {}

    /// It is not taken, and not asked about again.
    record Passed(String why) implements Verdict {}

    /// It is asked about again.
    record Later(String why) implements Verdict {}
  }
}
