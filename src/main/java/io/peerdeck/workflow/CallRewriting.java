package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

  static String whole(CallReader.Call call, String id) {
    return call.id() + " / " + id;
  }

  /// The jobs that stand for some, calls taken apart.
  List<String> jobsOf(Collection<String> ids) {
    List<String> jobs = new ArrayList<>();
    for (String id : ids) {
      CallReader.Call call = call(id);
      if (call == null) {
        jobs.add(id);
      } else {
        call.called().jobs().keySet().forEach(inner -> jobs.add(whole(call, inner)));
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
          if (expression instanceof Expression.Name name && Expressions.isNamed(name, "needs")) {
            findings.unsupported(
                at,
                "After a called workflow the jobs of needs must be named one by one, as in"
                    + " needs.<job_id>.result");
          }
          return ofNeed(expression, at);
        });
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
          output == null
              ? new Expression.Literal(new Value.Null())
              : bound(call).expression(output, at));
    }
    return Optional.empty();
  }

  /// The result of a job, or of all jobs of a call.
  private Expression result(String id) {
    CallReader.Call call = call(id);
    if (call == null) {
      return Expressions.member(Expressions.need(id), "result");
    }
    List<Expression> results =
        call.called().jobs().keySet().stream()
            .map(inner -> Expressions.member(Expressions.need(whole(call, inner)), "result"))
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
  Rewriting inner(CallReader.Call call, Job job, boolean condition) {
    JobGraph inside = JobGraph.of(call.called());
    Rewriting bound = bound(call);
    return new Rewriting(
        (expression, at) -> {
          if (condition && Expressions.isCallOf(expression, "success")) {
            return Optional.of(
                Expressions.successful(
                    job.needs().stream()
                        .map(id -> Expressions.member(Expressions.need(whole(call, id)), "result"))
                        .toList()));
          }
          if (condition && Expressions.isCallOf(expression, "failure")) {
            return Optional.of(
                Expressions.any(
                    inside.ancestors(job.id()).stream()
                        .map(id -> Expressions.member(Expressions.need(whole(call, id)), "result"))
                        .toList(),
                    "failure"));
          }
          List<String> path = Expressions.path(expression);
          if (path.size() == 2 && path.getFirst().equalsIgnoreCase("needs")) {
            return Optional.of(Expressions.need(whole(call, path.get(1))));
          }
          if (expression instanceof Expression.Name name && Expressions.isNamed(name, "needs")) {
            findings.unsupported(
                at,
                "In a called workflow the jobs of needs must be named one by one, as in"
                    + " needs.<job_id>.result");
          }
          return bound.replacement(expression, at);
        });
  }

  /// What `inputs`, `secrets` and `jobs` of a called workflow stand for.
  private Rewriting bound(CallReader.Call call) {
    Rewriting outer = outer(call.needs(), List.of(), false);
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
                if (!call.called().jobs().containsKey(path.get(1))) {
                  findings.unsupported(
                      at,
                      "'"
                          + path.get(1)
                          + "' calls a workflow itself; its outputs are not passed on by a called"
                          + " workflow yet");
                }
                return Optional.of(Expressions.need(whole(call, path.get(1))));
              }
              default -> {}
            }
          }
          if (expression instanceof Expression.Name name
              && (Expressions.isNamed(name, "inputs")
                  || Expressions.isNamed(name, "jobs")
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
