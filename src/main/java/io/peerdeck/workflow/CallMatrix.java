package io.peerdeck.workflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How often a call is made. A matrix that is written out makes a call of its own for each
/// combination, all known when the file is read. With one from `inputs`, `github` or the results of
/// needs the call is there once, and its jobs have an instance for each combination.
///
/// @param instances one for each combination that is written out; else a single one
/// @param strategy of the call; empty without a matrix
/// @param open whether the combinations are known later
record CallMatrix(List<Instance> instances, Optional<Strategy> strategy, boolean open) {
  private static final Instance ONLY = new Instance("", new Value.Obj(Map.of()), 0);

  /// One call, without a matrix.
  static final CallMatrix ONCE = new CallMatrix(List.of(ONLY), Optional.empty(), false);

  /// One time a call is made.
  ///
  /// @param suffix behind the call's id and name, such as ` (linux, 8)`; empty without a matrix
  /// @param matrix the `matrix` context of what the caller gives
  /// @param index among all of them
  record Instance(String suffix, Value.Obj matrix, int index) {}

  CallMatrix {
    instances = List.copyOf(instances);
  }

  static CallMatrix of(Strategy strategy) {
    Matrix matrix = strategy.matrix();
    if (BeforeRun.templates(matrix).stream()
        .anyMatch(template -> Expressions.names(template, context -> true))) {
      return new CallMatrix(List.of(ONLY), Optional.of(strategy), true);
    }
    Map<String, Instance> instances = new LinkedHashMap<>();
    for (Matrix.Combination each : matrix.combinations(EvaluationContext.empty())) {
      // a colon parts a job's id from the number of a task
      String suffix = JobName.suffix(each).replace(':', '.');
      String own =
          suffix.isEmpty() || instances.containsKey(suffix)
              ? suffix + " #" + (instances.size() + 1)
              : suffix;
      instances.put(own, new Instance(own, new Value.Obj(each.values()), instances.size()));
    }
    return new CallMatrix(List.copyOf(instances.values()), Optional.of(strategy), false);
  }
}
