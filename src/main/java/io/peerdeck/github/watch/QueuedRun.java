package io.peerdeck.github.watch;

import io.peerdeck.github.RepositoryName;

/// A workflow run that waits at GitHub.
///
/// @param repository where
/// @param id GitHub's, the same for all attempts
/// @param attempt from 1
/// @param name as GitHub shows it
/// @param path of the workflow file, `.github/workflows/NAME.yml`; empty where GitHub names none
///     that is in the repository
/// @param sha the commit it is of
/// @param branch what was pushed, empty if GitHub does not say
/// @param event what started it
/// @param foreign whether the commit is another repository's: a fork's, whose author nobody here
///     chose
public record QueuedRun(
    RepositoryName repository,
    long id,
    int attempt,
    String name,
    String path,
    String sha,
    String branch,
    String event,
    boolean foreign) {
  /// What such a tag begins with.
  public static final String TAG = "github:";

  /// What stands for it in the fleet: a tag that no workflow file can give itself.
  public String tag() {
    return TAG + repository + "#" + id + "." + attempt;
  }
}
