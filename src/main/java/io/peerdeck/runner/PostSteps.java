package io.peerdeck.runner;

import java.util.ArrayList;
import java.util.List;

/// What actions left to be done after the job's last step, in the order they ran.
final class PostSteps {
  private final List<ActionStage> posts = new ArrayList<>();

  void add(ActionStage post) {
    posts.add(post);
  }

  /// The last action's first.
  List<ActionStage> inOrder() {
    return List.copyOf(posts.reversed());
  }
}
