package io.peerdeck.workflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How often a call is made. A matrix that is written out makes a call of its own for each
/// combination, all known when the file is read. One from `inputs`, `github` or the results of
/// needs is handed on to the called job instead, whose instances are known as those of any other
/// job are.
///
/// @param instances one for each combination; a single one where the matrix is handed on
/// @param handedOn the strategy that the called job gets
/// @param parallel how many calls may run at once; 0 for all
record CallMatrix(List<Instance> instances, Optional<Strategy> handedOn, int parallel) {
  private static final Instance ONLY = new Instance("", new Value.Obj(Map.of()));

  /// One call, without a matrix.
  static final CallMatrix ONCE = new CallMatrix(List.of(ONLY), Optional.empty(), 0);

  /// One time a call is made.
  ///
  /// @param suffix behind the call's id and name, such as ` (linux, 8)`; empty without a matrix
  /// @param matrix the `matrix` context of what the caller gives
  record Instance(String suffix, Value.Obj matrix) {}

  CallMatrix {
    instances = List.copyOf(instances);
  }

  static CallMatrix of(Strategy strategy, Findings findings) {
    Matrix matrix = strategy.matrix();
    if (BeforeRun.templates(matrix).stream()
        .flatMap(template -> template.expressions().stream())
        .anyMatch(CallMatrix::namesContext)) {
      return new CallMatrix(List.of(ONLY), Optional.of(strategy), 0);
    }
    List<Matrix.Combination> combinations = matrix.combinations(EvaluationContext.empty());
    boolean fast = strategy.failFast().constant().filter(Value.of(false)::equals).isEmpty();
    if (fast && combinations.size() > 1) {
      findings.warning(
          matrix.position(),
          "A call that fails does not end the others of its matrix on a peer; fail-fast: false"
              + " says the same");
    }
    Map<String, Instance> instances = new LinkedHashMap<>();
    for (Matrix.Combination each : combinations) {
      // a colon parts a job's id from the number of a task
      String suffix = JobName.suffix(each).replace(':', '.');
      String own =
          suffix.isEmpty() || instances.containsKey(suffix)
              ? suffix + " #" + (instances.size() + 1)
              : suffix;
      instances.put(own, new Instance(own, new Value.Obj(each.values())));
    }
    return new CallMatrix(
        List.copyOf(instances.values()), Optional.empty(), parallel(strategy, findings));
  }

  private static int parallel(Strategy strategy, Findings findings) {
    Optional<Template> bound = strategy.maxParallel();
    if (bound.isPresent() && bound.get().constant().isEmpty()) {
      findings.unsupported(
          bound.get().position(),
          "The 'max-parallel' of a call with a matrix that is written out must be a number");
      return 0;
    }
    return bound.flatMap(Template::constant).map(value -> (int) value.number()).orElse(0);
  }

  private static boolean namesContext(Expression expression) {
    return expression instanceof Expression.Name
        || expression.children().stream().anyMatch(CallMatrix::namesContext);
  }

  /// The call that must be over before one may begin, so that no more than [#parallel] run.
  Optional<Instance> before(Instance instance) {
    int place = instances.indexOf(instance) - parallel;
    return parallel > 0 && place >= 0 ? Optional.of(instances.get(place)) : Optional.empty();
  }

  /// What speaks against handing the matrix on to the jobs of the called workflow.
  Optional<String> refusal(Workflow called, boolean grouped) {
    if (handedOn.isEmpty()) {
      return Optional.empty();
    }
    boolean several = called.jobs().size() > 1;
    if (called.jobs().values().stream().anyMatch(job -> job.strategy().isPresent())) {
      return Optional.of("the called jobs have a matrix of their own");
    }
    if (called.jobs().values().stream().anyMatch(job -> !job.needs().isEmpty())) {
      return Optional.of("the called jobs need one another");
    }
    if (several && handedOn.get().maxParallel().isPresent()) {
      return Optional.of("it has max-parallel and calls several jobs");
    }
    return several && grouped
        ? Optional.of("it has a concurrency group and calls several jobs")
        : Optional.empty();
  }
}
