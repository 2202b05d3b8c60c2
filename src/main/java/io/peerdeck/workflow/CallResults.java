package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is said of calls by those who need them, once the called jobs stand in their place.
final class CallResults {
  private final Findings findings;
  private final Map<String, CallReader.Call> calls;

  /// @param calls by the id of the calling job
  CallResults(Findings findings, Map<String, CallReader.Call> calls) {
    this.findings = findings;
    this.calls = calls;
  }

  /// The jobs that stand for some, calls taken apart.
  List<String> jobsOf(Collection<String> ids) {
    List<String> jobs = new ArrayList<>();
    for (String id : ids) {
      CallReader.Call call = call(id);
      if (call == null) {
        jobs.add(id);
      } else {
        jobs.addAll(call.wholes());
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
          return Expressions.isNamed(expression, "needs")
              ? Optional.of(whole(needs, at))
              : ofNeed(expression, at);
        });
  }

  /// The same for a call's own keys: `needs` as a whole names its jobs.
  Rewriting named(List<String> needs) {
    Rewriting outer = outer(needs, List.of(), false);
    return new Rewriting(
        (expression, at) ->
            Expressions.isNamed(expression, "needs")
                ? Optional.of(whole(needs, at))
                : outer.replacement(expression, at));
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
    List<Expression> lastFirst =
        call.instances().reversed().stream()
            .map(instance -> new CallRewriting(findings, this, call, instance).output(output, at))
            .toList();
    if (lastFirst.stream().anyMatch(each -> Expressions.names(each, CallPlace::isContext))) {
      findings.unsupported(
          at,
          "An output of '"
              + call.id()
              + "' is of its inputs, which its matrix decides once the run goes on; let a job put"
              + " it into an output");
    }
    return lastSet(lastFirst);
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
        call.wholes().stream()
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
}
