package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Puts the jobs of called workflows in the place of the jobs that call them, under ids `caller /
/// called`, so that nothing behind the reading knows of calls.
///
/// What a called job says of `inputs` and `secrets` becomes what the caller gave; what it says of
/// `needs` speaks of its siblings under their whole ids; a call's result and outputs become those
/// of its jobs. The caller's `if` holds for each of its jobs.
final class CallExpansion {
  private static final Expression NEEDS = new Expression.Name("needs", 1);
  private static final Expression CANCELLED = new Expression.Call("cancelled", List.of(), 1);
  private static final Expression TRUE = new Expression.Literal(Value.of(true));

  private final Findings findings;
  private final Map<String, CallReader.Call> calls;
  private final JobGraph graph;

  private CallExpansion(
      Findings findings, Map<String, CallReader.Call> calls, Collection<Job> jobs) {
    this.findings = findings;
    this.calls = calls;
    Map<String, List<String>> needs = new LinkedHashMap<>();
    jobs.forEach(job -> needs.put(job.id(), job.needs()));
    calls.forEach((id, call) -> needs.put(id, call.needs()));
    this.graph = JobGraph.of(needs);
  }

  /// A workflow without calls, from one and its calls by job id.
  ///
  /// @param order the ids of jobs and calls in the order of the file
  static Workflow expand(
      Workflow workflow,
      Map<String, CallReader.Call> calls,
      List<String> order,
      Findings findings) {
    if (calls.isEmpty()) {
      return workflow;
    }
    CallExpansion expansion = new CallExpansion(findings, calls, workflow.jobs().values());
    Map<String, Job> jobs = new LinkedHashMap<>();
    for (String id : order) {
      Job own = workflow.jobs().get(id);
      CallReader.Call call = calls.get(id);
      if (own != null) {
        jobs.put(id, expansion.own(own, workflow));
      } else if (call != null) {
        call.called().jobs().values().stream()
            .map(job -> expansion.called(call, job))
            .forEach(job -> jobs.put(job.id(), job));
      }
    }
    // `env` and `defaults` of a file do not reach into what it calls, so its own jobs carry them
    return workflow.withOwn(jobs);
  }

  private Job own(Job job, Workflow workflow) {
    boolean afterCall = job.needs().stream().anyMatch(id -> call(id) != null);
    if (afterCall) {
      refuseLate(job, "after a called workflow");
    }
    Rewriting outer = outer(job.needs(), List.of(), false);
    Job rewritten = job.rewritten(outer);
    return rewritten.placed(
        job.id(),
        rewritten.name(),
        jobsOf(afterCall ? graph.ancestors(job.id()) : job.needs()),
        afterCall
            ? outer(job.needs(), graph.ancestors(job.id()), true).condition(job.condition())
            : job.condition(),
        over(rewritten.env(), outer.templates(workflow.env())),
        rewritten.defaults().over(outer.defaults(workflow.defaults())));
  }

  /// A matrix from needs travels as the file's text, which does not know what a call stands for.
  private void refuseLate(Job job, String place) {
    job.strategy()
        .map(Strategy::matrix)
        .filter(LateMatrix::isLate)
        .ifPresent(
            matrix ->
                findings.unsupported(
                    matrix.position(),
                    "A matrix from needs is not offered " + place + "; pass it through a job"));
  }

  private Job called(CallReader.Call call, Job job) {
    refuseLate(job, "in a called workflow");
    Workflow workflow = call.called();
    Rewriting inner = inner(call, job, false);
    Job rewritten = job.rewritten(inner);
    Set<String> before = graph.ancestors(call.id());
    Set<String> needs = new LinkedHashSet<>();
    JobGraph.of(workflow).ancestors(job.id()).forEach(id -> needs.add(whole(call, id)));
    needs.addAll(jobsOf(before));
    Position at = job.condition().position();
    Expression condition =
        new Expression.And(
            List.of(
                outer(call.needs(), before, true)
                    .expression(call.condition().expression(), call.condition().position()),
                inner(call, job, true).expression(job.condition().expression(), at)));
    rewritten.runsOn().forEach(label -> BeforeRun.check(label, findings));
    return rewritten.placed(
        whole(call, job.id()),
        name(call, job).map(inner::template),
        List.copyOf(needs),
        new Condition(job.condition().source(), condition, at),
        over(rewritten.env(), inner.templates(workflow.env())),
        rewritten.defaults().over(inner.defaults(workflow.defaults())));
  }

  private static Map<String, Template> over(
      Map<String, Template> own, Map<String, Template> around) {
    Map<String, Template> env = new LinkedHashMap<>(around);
    own.forEach(
        (name, template) -> {
          env.remove(name);
          env.put(name, template);
        });
    return env;
  }

  /// `caller / called`, by the names people see.
  private static Optional<Template> name(CallReader.Call call, Job job) {
    String before =
        call.name()
            .flatMap(Template::constant)
            .map(Value::text)
            .filter(text -> !text.isBlank())
            .orElse(call.id());
    if (job.name().isEmpty()) {
      return Optional.of(Template.literal(Value.of(before + " / " + job.id()), job.position()));
    }
    Template name = job.name().get();
    Optional<Value> constant = name.constant();
    if (constant.isPresent()) {
      return Optional.of(
          Template.literal(Value.of(before + " / " + constant.get().text()), name.position()));
    }
    List<Template.Part> parts = new ArrayList<>(name.parts());
    parts.addFirst(new Template.Literal(Value.of(before + " / ")));
    return Optional.of(new Template(name.source(), parts, name.position()));
  }

  private static String whole(CallReader.Call call, String id) {
    return call.id() + " / " + id;
  }

  /// The jobs that stand for some, calls taken apart.
  private List<String> jobsOf(Collection<String> ids) {
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

  private CallReader.@Nullable Call call(String id) {
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
  private Rewriting outer(List<String> needs, Collection<String> before, boolean condition) {
    boolean afterCall = needs.stream().anyMatch(id -> call(id) != null);
    return new Rewriting(
        (expression, at) -> {
          if (condition && isCallOf(expression, "success")) {
            return Optional.of(successful(needs.stream().map(this::result).toList()));
          }
          if (condition && isCallOf(expression, "failure")) {
            return Optional.of(
                any(
                    jobsOf(before).stream().map(id -> member(need(id), "result")).toList(),
                    "failure"));
          }
          if (!afterCall) {
            return Optional.empty();
          }
          if (expression instanceof Expression.Name name && isNamed(name, "needs")) {
            findings.unsupported(
                at,
                "After a called workflow the jobs of needs must be named one by one, as in"
                    + " needs.<job_id>.result");
          }
          return ofNeed(expression, at);
        });
  }

  private Optional<Expression> ofNeed(Expression expression, Position at) {
    List<String> path = path(expression);
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
      return member(need(id), "result");
    }
    List<Expression> results =
        call.called().jobs().keySet().stream()
            .map(inner -> member(need(whole(call, inner)), "result"))
            .toList();
    return new Expression.Call(
        "case",
        List.of(
            any(results, "failure"),
            text("failure"),
            any(results, "cancelled"),
            text("cancelled"),
            all(results, "skipped"),
            text("skipped"),
            text("success")),
        1);
  }

  /// For a job of a called workflow: its siblings, and what the caller gave.
  private Rewriting inner(CallReader.Call call, Job job, boolean condition) {
    JobGraph inside = JobGraph.of(call.called());
    Rewriting bound = bound(call);
    return new Rewriting(
        (expression, at) -> {
          if (condition && isCallOf(expression, "success")) {
            return Optional.of(
                successful(
                    job.needs().stream()
                        .map(id -> member(need(whole(call, id)), "result"))
                        .toList()));
          }
          if (condition && isCallOf(expression, "failure")) {
            return Optional.of(
                any(
                    inside.ancestors(job.id()).stream()
                        .map(id -> member(need(whole(call, id)), "result"))
                        .toList(),
                    "failure"));
          }
          List<String> path = path(expression);
          if (path.size() == 2 && path.getFirst().equalsIgnoreCase("needs")) {
            return Optional.of(need(whole(call, path.get(1))));
          }
          if (expression instanceof Expression.Name name && isNamed(name, "needs")) {
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
          List<String> path = path(expression);
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
                return Optional.of(need(whole(call, path.get(1))));
              }
              default -> {}
            }
          }
          if (expression instanceof Expression.Name name
              && (isNamed(name, "inputs")
                  || isNamed(name, "jobs")
                  || (isNamed(name, "secrets") && call.secrets().isPresent()))) {
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

  private static boolean isNamed(Expression.Name name, String text) {
    return name.name().equalsIgnoreCase(text);
  }

  private static boolean isCallOf(Expression expression, String function) {
    return expression instanceof Expression.Call call
        && call.name().equalsIgnoreCase(function)
        && call.arguments().isEmpty();
  }

  /// The names of `a.b.c`; empty for anything else.
  private static List<String> path(Expression expression) {
    return switch (expression) {
      case Expression.Name name -> List.of(name.name());
      case Expression.Index(Expression target, Expression.Literal(Value.Str(String member))) -> {
        List<String> path = new ArrayList<>(path(target));
        if (!path.isEmpty()) {
          path.add(member);
        }
        yield path;
      }
      default -> List.of();
    };
  }

  private static Expression need(String id) {
    return member(NEEDS, id);
  }

  private static Expression member(Expression target, String name) {
    return new Expression.Index(target, text(name));
  }

  private static Expression text(String text) {
    return new Expression.Literal(Value.of(text));
  }

  private static Expression is(Expression result, String text) {
    return new Expression.Comparison(Expression.Operator.EQUAL, result, text(text));
  }

  private static Expression any(List<Expression> results, String text) {
    return results.isEmpty()
        ? new Expression.Not(TRUE)
        : new Expression.Or(results.stream().map(result -> is(result, text)).toList());
  }

  private static Expression all(List<Expression> results, String text) {
    return results.isEmpty()
        ? TRUE
        : new Expression.And(results.stream().map(result -> is(result, text)).toList());
  }

  /// `success()`, said of these results.
  private static Expression successful(List<Expression> results) {
    return new Expression.And(List.of(new Expression.Not(CANCELLED), all(results, "success")));
  }
}
