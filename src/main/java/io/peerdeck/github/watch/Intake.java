package io.peerdeck.github.watch;

import java.util.List;
import java.util.function.Supplier;

/// Who may take over what waits at GitHub. Called by one thread at a time; may block.
public interface Intake {
  /// Decides on a run.
  ///
  /// @param file the workflow file, fetched when it is asked for
  Verdict take(QueuedRun run, Supplier<byte[]> file);

  /// Looks at the runs that were taken by others too.
  ///
  /// @param runs all that wait at GitHub now
  void settle(List<QueuedRun> runs);

  /// What becomes of a run.
  sealed interface Verdict {
    /// It was submitted to the fleet.
    ///
    /// @param run the fleet's id of it
    record Submitted(String run) implements Verdict {}

    /// It is not taken, and not asked about again.
    record Passed(String why) implements Verdict {}

    /// It is asked about again.
    record Later(String why) implements Verdict {}
  }
}
