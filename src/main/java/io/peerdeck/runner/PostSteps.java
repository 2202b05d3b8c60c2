package io.peerdeck.runner;

import io.peerdeck.workflow.Condition;
import io.peerdeck.workflow.UsesStep;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// What actions left to be done after the job's last step, in the order they ran.
final class PostSteps {
  private final List<Post> posts = new ArrayList<>();

  /// One of them.
  ///
  /// @param name as shown
  /// @param condition asks of the job, also where the action ran inside another
  /// @param step that used the action
  /// @param scope it ran in
  record Post(
      String name,
      Condition condition,
      UsesStep step,
      StepScope scope,
      Function<ReadyStep, StepEnd> work) {}

  void add(Post post) {
    posts.add(post);
  }

  /// The last action's first.
  List<Post> inOrder() {
    return List.copyOf(posts.reversed());
  }
}
