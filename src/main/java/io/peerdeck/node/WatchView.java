package io.peerdeck.node;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The repositories at GitHub whose waiting runs the fleet takes over.
///
/// @param on whether any is watched
/// @param repositories in the order of the setting
public record WatchView(boolean on, List<Repository> repositories) {
  /// Copies the list.
  public WatchView {
    repositories = List.copyOf(repositories);
  }

  /// A watched repository.
  ///
  /// @param name `owner/name`
  /// @param asked when GitHub last answered
  /// @param trouble why it did not, the last time; empty if it did
  /// @param runs those that wait there
  public record Repository(
      String name, Optional<Instant> asked, String trouble, List<WaitingRun> runs) {
    /// Copies the list.
    public Repository {
      runs = List.copyOf(runs);
    }
  }

  /// A run that waits at GitHub.
  ///
  /// @param id GitHub's
  /// @param attempt from 1
  /// @param name as GitHub shows it
  /// @param file its workflow file
  /// @param event what started it
  /// @param state `submitted`, `passed` or `later`
  /// @param why it is not submitted, or what it lacks if it is; empty for nothing
  /// @param run the fleet's run, if it is submitted
  /// @param at when that was decided
  public record WaitingRun(
      long id,
      int attempt,
      String name,
      String file,
      String event,
      String state,
      String why,
      Optional<String> run,
      Instant at) {}
}
