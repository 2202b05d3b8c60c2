package io.peerdeck.runner;

import io.peerdeck.workflow.ActionReference;
import io.peerdeck.workflow.RunStep;
import io.peerdeck.workflow.Step;
import io.peerdeck.workflow.UsesStep;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// What `github.action` says of a step: its id, or a name GitHub makes up, such as `__run_2` for
/// the second script without one and `__actions_checkout` for an action.
final class ActionNames {
  private final IdentityHashMap<Step, String> names = new IdentityHashMap<>();

  ActionNames(List<Step> steps) {
    final Map<String, Integer> used = new HashMap<>();
    for (final Step step : steps) {
      final String name = step.id().orElseGet(() -> madeUp(step));
      final int times = step.id().isPresent() ? 1 : used.merge(name, 1, Integer::sum);
      names.put(step, times == 1 ? name : name + "_" + times);
    }
  }

  /// The name of a step of the job, or of one inside an action.
  String of(Step step) {
    final String known = names.get(step);
    return known == null ? step.id().orElseGet(() -> madeUp(step)) : known;
  }

  private static String madeUp(Step step) {
    return switch (step) {
      case RunStep run -> "__run";
      case UsesStep uses ->
          uses.action() instanceof ActionReference.Local
              ? "__self"
              : "__" + uses.action().text().split("@", -1)[0].replaceAll("[^A-Za-z0-9-]", "_");
    };
  }
}
