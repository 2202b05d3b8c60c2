package io.peerdeck.workflow;

import java.util.List;
import java.util.Optional;

/// What a submission says has happened, for the filters of `on`.
///
/// @param name the event, such as `push`
/// @param branch the branch pushed to, or the one a pull request is for
/// @param tag the tag pushed
/// @param paths the files changed, from the root of the repository
public record SubmittedEvent(
    String name, Optional<String> branch, Optional<String> tag, List<String> paths) {

  public SubmittedEvent {
    paths = List.copyOf(paths);
  }

  /// An event without a place, such as `workflow_dispatch`.
  public static SubmittedEvent of(String name) {
    return new SubmittedEvent(name, Optional.empty(), Optional.empty(), List.of());
  }
}
