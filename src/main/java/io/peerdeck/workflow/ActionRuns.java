package io.peerdeck.workflow;

import java.util.List;
import java.util.Optional;

/// How an action does its work: its `runs`.
public sealed interface ActionRuns {

  /// Steps of its own.
  record Composite(List<Step> steps) implements ActionRuns {
    public Composite {
      steps = List.copyOf(steps);
    }
  }

  /// A program for node.
  ///
  /// @param using `node20` and kin, as declared
  /// @param main the program's file, from the action's folder on
  /// @param pre a file to run before the job's first step
  /// @param post a file to run after the job's last step
  record JavaScript(
      String using,
      String main,
      Optional<String> pre,
      Condition preIf,
      Optional<String> post,
      Condition postIf)
      implements ActionRuns {}
}
