package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What expressions around a call and inside of it mean once the called jobs stand in its place.
final class CallRewriting {
  private final Findings findings;
  private final Map<String, CallReader.Call> calls;

  /// @param calls by the id of the calling job
  CallRewriting(Findings findings, Map<String, CallReader.Call> calls) {
    this.findings = findings;
    this.calls = calls;
  }

  static String whole(CallReader.Call call, CallMatrix.Instance instance, String id) {
    return call.id() + instance.suffix() + " / " + id;
  }

  /// The jobs of one time a call is made.
  static List<String> wholes(CallReader.Call call, CallMatrix.Instance instance) {
    return call.called().jobs().keySet().stream().map(id -> whole(call, instance, id)).toList();
  }

  /// All jobs of a call, as often as it is made.
  private static List<String> wholes(CallReader.Call call) {
    return call.instances().stream().flatMap(instance -> wholes(call, instance).stream()).toList();
  }

  /// The jobs that stand for some, calls taken apart.
  List<String> jobsOf(Collection<String> ids) {
    List<String> jobs = new ArrayList<>();
    for (String id : ids) {
      CallReader.Call call = call(id);
      if (call == null) {
        jobs.add(id);
      } else {
        jobs.addAll(wholes(call));
      }
    }
    return jobs;
  }

  CallReader.@Nullable Call call(String id) {
    for (CallReader.Call call : calls.values()) {
      if (call.id().equalsIgnoreCase(id)) {
        return call;
      }
    }
    return null;
  }

  /// For a job of the calling file: what it says of the calls it needs.
  ///
  /// @param before all jobs before it
  /// @param condition whether it is for a job's `if`, where the status functions speak of jobs
  Rewriting outer(List<String> needs, Collection<String> before, boolean condition) {
    boolean afterCall = needs.stream().anyMatch(id -> call(id) != null);
    return new Rewriting(
        (expression, at) -> {
          if (condition && Expressions.isCallOf(expression, "success")) {
            return Optional.of(Expressions.successful(needs.stream().map(this::result).toList()));
          }
          if (condition && Expressions.isCallOf(expression, "failure")) {
            return Optional.of(
                Expressions.any(
                    jobsOf(before).stream()
                        .map(id -> Expressions.member(Expressions.need(id), "result"))
                        .toList(),
                    "failure"));
          }
          if (!afterCall) {
            return Optional.empty();
          }
          return expression instanceof Expression.Name name && Expressions.isNamed(name, "needs")
              ? Optional.of(whole(needs, at))
              : ofNeed(expression, at);
        });
  }

  /// The `needs` context.
  private Expression whole(List<String> needs, Position at) {
    return Expressions.members(
        needs,
        id -> {
          CallReader.Call call = call(id);
          return call == null
              ? Expressions.need(id)
              : new Expression.Members(
                  Ordered.of(
                      Map.entry("result", result(id)),
                      Map.entry(
                          "outputs",
                          Expressions.members(
                              call.outputs().keySet(),
                              name ->
                                  output(
                                      call,
                                      Objects.requireNonNull(call.outputs().get(name)),
                                      at)))));
        });
  }

  private Expression output(CallReader.Call call, Expression output, Position at) {
    return lastSet(
        call.instances().reversed().stream()
            .map(instance -> bound(call, instance).expression(output, at))
            .toList());
  }

  private Optional<Expression> ofNeed(Expression expression, Position at) {
    List<String> path = Expressions.path(expression);
    if (path.size() < 3 || !path.getFirst().equalsIgnoreCase("needs")) {
      return path.size() == 2
              && path.getFirst().equalsIgnoreCase("needs")
              && call(path.get(1)) == null
          ? Optional.of(expression)
          : Optional.empty();
    }
    CallReader.Call call = call(path.get(1));
    if (call == null) {
      return Optional.of(expression);
    }
    if (path.size() == 3 && path.get(2).equalsIgnoreCase("result")) {
      return Optional.of(result(call.id()));
    }
    if (path.size() == 4 && path.get(2).equalsIgnoreCase("outputs")) {
      Expression output = call.outputs().get(path.get(3).toLowerCase(Locale.ROOT));
      return Optional.of(
          output == null ? new Expression.Literal(new Value.Null()) : output(call, output, at));
    }
    return Optional.empty();
  }

  /// Of several times a call is made the last that set an output counts, as at GitHub.
  private static Expression lastSet(List<Expression> lastFirst) {
    return lastFirst.size() == 1 ? lastFirst.getFirst() : new Expression.Or(lastFirst);
  }

  /// An output of the file these calls are in: what it says of `jobs` that are calls is said of
  /// their jobs.
  Expression passedOn(Expression output, Position at) {
    Rewriting toJobs =
        new Rewriting(
            (expression, place) ->
                expression instanceof Expression.Name name && Expressions.isNamed(name, "needs")
                    ? Optional.of(new Expression.Name("jobs", name.position()))
                    : Optional.empty());
    return new Rewriting(
            (expression, place) -> {
              List<String> path = Expressions.path(expression);
              if (path.size() < 2
                  || !path.getFirst().equalsIgnoreCase("jobs")
                  || call(path.get(1)) == null) {
                return Optional.empty();
              }
              Expression need = Expressions.need(path.get(1));
              for (String member : path.subList(2, path.size())) {
                need = Expressions.member(need, member);
              }
              Optional<Expression> found = ofNeed(need, place);
              if (found.isEmpty()) {
                findings.unsupported(
                    place,
                    "Of '"
                        + path.get(1)
                        + "', which calls a workflow itself, the outputs are passed on one by one,"
                        + " as in jobs.<job_id>.outputs.<output_id>");
              }
              return found.map(known -> toJobs.expression(known, place));
            })
        .expression(output, at);
  }

  /// The result of a job, or of all jobs of a call.
  private Expression result(String id) {
    CallReader.Call call = call(id);
    if (call == null) {
      return Expressions.member(Expressions.need(id), "result");
    }
    List<Expression> results =
        wholes(call).stream()
            .map(whole -> Expressions.member(Expressions.need(whole), "result"))
            .toList();
    return new Expression.Call(
        "case",
        List.of(
            Expressions.any(results, "failure"),
            Expressions.text("failure"),
            Expressions.any(results, "cancelled"),
            Expressions.text("cancelled"),
            Expressions.all(results, "skipped"),
            Expressions.text("skipped"),
            Expressions.text("success")),
        1);
  }

  /// For a job of a called workflow: its siblings, and what the caller gave.
  Rewriting inner(CallReader.Call call, CallMatrix.Instance instance, Job job, boolean condition) {
    JobGraph inside = JobGraph.of(call.called());
    Rewriting bound = bound(call, instance);
    return new Rewriting(
        (expression, at) -> {
          if (condition && Expressions.isCallOf(expression, "success")) {
            return Optional.of(
                Expressions.successful(
                    job.needs().stream()
                        .map(
                            id ->
                                Expressions.member(
                                    Expressions.need(whole(call, instance, id)), "result"))
                        .toList()));
          }
          if (condition && Expressions.isCallOf(expression, "failure")) {
            return Optional.of(
                Expressions.any(
                    inside.ancestors(job.id()).stream()
                        .map(
                            id ->
                                Expressions.member(
                                    Expressions.need(whole(call, instance, id)), "result"))
                        .toList(),
                    "failure"));
          }
          List<String> path = Expressions.path(expression);
          if (path.size() == 2 && path.getFirst().equalsIgnoreCase("needs")) {
            return Optional.of(Expressions.need(whole(call, instance, path.get(1))));
          }
          if (expression instanceof Expression.Name name && Expressions.isNamed(name, "needs")) {
            return Optional.of(
                Expressions.members(
                    job.needs(), id -> Expressions.need(whole(call, instance, id))));
          }
          return bound.replacement(expression, at);
        });
  }

  /// The group of a call and the strategy that its job gets, in words that hold outside of it.
  Rewriting caller(CallReader.Call call, CallMatrix.Instance instance) {
    Rewriting needs = outer(call.needs(), List.of(), false);
    return new Rewriting(
        (expression, at) ->
            expression instanceof Expression.Name name
                    && Expressions.isNamed(name, "matrix")
                    && call.matrix().handedOn().isEmpty()
                ? Optional.of(new Expression.Literal(instance.matrix()))
                : needs.replacement(expression, at));
  }

  /// What `inputs`, `secrets` and `jobs` of a called workflow stand for.
  private Rewriting bound(CallReader.Call call, CallMatrix.Instance instance) {
    Rewriting outer = caller(call, instance);
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
                return Optional.of(Expressions.need(whole(call, instance, path.get(1))));
              }
              default -> {}
            }
          }
          if (expression instanceof Expression.Name name && Expressions.isNamed(name, "inputs")) {
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
