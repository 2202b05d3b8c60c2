package io.peerdeck.workflow;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What expressions inside of a call mean once the called jobs stand in its place.
final class CallRewriting {
  private final Findings findings;
  private final CallResults results;
  private final CallReader.Call call;
  private final CallMatrix.Instance instance;

  /// @param results what the calling file's jobs need
  /// @param instance one time the call is made
  CallRewriting(
      Findings findings, CallResults results, CallReader.Call call, CallMatrix.Instance instance) {
    this.findings = findings;
    this.results = results;
    this.call = call;
    this.instance = instance;
  }

  /// For a job of a called workflow: its siblings, and what the caller gave.
  Rewriting inner(Job job, boolean condition) {
    JobGraph inside = JobGraph.of(call.called());
    Rewriting bound = bound();
    return new Rewriting(
        (expression, at) -> {
          if (condition && Expressions.isCallOf(expression, "success")) {
            return Optional.of(
                Expressions.successful(
                    job.needs().stream()
                        .map(
                            id ->
                                Expressions.member(
                                    Expressions.need(call.whole(instance, id)), "result"))
                        .toList()));
          }
          if (condition && Expressions.isCallOf(expression, "failure")) {
            return Optional.of(
                Expressions.any(
                    inside.ancestors(job.id()).stream()
                        .map(
                            id ->
                                Expressions.member(
                                    Expressions.need(call.whole(instance, id)), "result"))
                        .toList(),
                    "failure"));
          }
          List<String> path = Expressions.path(expression);
          if (path.size() == 2 && path.getFirst().equalsIgnoreCase("needs")) {
            return Optional.of(Expressions.need(call.whole(instance, path.get(1))));
          }
          if (Expressions.isNamed(expression, "needs")) {
            return Optional.of(
                Expressions.members(job.needs(), id -> Expressions.need(call.whole(instance, id))));
          }
          return bound.replacement(expression, at);
        });
  }

  /// What the caller says for the call, in words that hold outside of it.
  Rewriting caller() {
    Rewriting needs = results.named(call.needs());
    return new Rewriting(
        (expression, at) -> {
          if (Expressions.isNamed(expression, "matrix")) {
            return Optional.of(
                call.matrix().open()
                    ? new Expression.Name(CallPlace.matrix(call.depth()), 1)
                    : new Expression.Literal(instance.matrix()));
          }
          List<String> path = Expressions.path(expression);
          return path.size() == 2 && path.getFirst().equalsIgnoreCase("strategy")
              ? Optional.of(strategy(path.get(1).toLowerCase(Locale.ROOT), needs, at))
              : needs.replacement(expression, at);
        });
  }

  private Expression strategy(String member, Rewriting needs, Position at) {
    Optional<Strategy> strategy = call.matrix().strategy();
    Expression context = new Expression.Name(CallPlace.strategy(call.depth()), 1);
    int total = call.instances().size();
    return switch (member) {
      case "job-index" ->
          call.matrix().open()
              ? Expressions.member(context, member)
              : new Expression.Literal(Value.of(instance.index()));
      case "job-total" ->
          call.matrix().open()
              ? Expressions.member(context, member)
              : new Expression.Literal(Value.of(total));
      case "fail-fast" ->
          strategy
              .map(own -> needs.expression(own.failFast().expression(), at))
              .orElse(new Expression.Literal(Value.of(true)));
      case "max-parallel" ->
          strategy
              .flatMap(Strategy::maxParallel)
              .map(own -> needs.expression(own.expression(), at))
              .orElseGet(() -> strategy("job-total", needs, at));
      default -> new Expression.Literal(new Value.Null());
    };
  }

  /// An output of the called workflow.
  Expression output(Expression output, Position at) {
    return bound().expression(output, at);
  }

  /// What `inputs`, `secrets` and `jobs` of a called workflow stand for.
  private Rewriting bound() {
    Rewriting outer = caller();
    return new Rewriting(
        (expression, at) -> {
          List<String> path = Expressions.path(expression);
          if (path.size() == 2) {
            String name = path.get(1).toLowerCase(Locale.ROOT);
            switch (path.getFirst().toLowerCase(Locale.ROOT)) {
              case "inputs" -> {
                return Optional.of(given(call.bindings().get(name), outer, at));
              }
              case "secrets" -> {
                if (call.secrets().isPresent()) {
                  return Optional.of(given(call.secrets().get().get(name), outer, at));
                }
              }
              case "jobs" -> {
                return Optional.of(Expressions.need(call.whole(instance, path.get(1))));
              }
              default -> {}
            }
          }
          if (Expressions.isNamed(expression, "inputs")) {
            return Optional.of(
                Expressions.members(
                    call.bindings().keySet(),
                    input -> given(call.bindings().get(input), outer, at)));
          }
          if (expression instanceof Expression.Name name
              && (Expressions.isNamed(name, "jobs")
                  || (Expressions.isNamed(name, "secrets") && call.secrets().isPresent()))) {
            findings.unsupported(
                at,
                "In a called workflow '"
                    + name.name()
                    + "' is not there as a whole; name its entries one by one");
          }
          return Optional.empty();
        });
  }

  private static Expression given(@Nullable Expression value, Rewriting outer, Position at) {
    return value == null ? new Expression.Literal(new Value.Null()) : outer.expression(value, at);
  }
}
