package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Puts the jobs of called workflows in the place of the jobs that call them, under ids `caller /
/// called`, so that nothing behind the reading knows of calls.
///
/// What a called job says of `inputs` and `secrets` becomes what the caller gave; what it says of
/// `needs` speaks of its siblings under their whole ids; a call's result and outputs become those
/// of its jobs. The caller's `if` holds for each of its jobs.
final class CallExpansion {
  private final Findings findings;
  private final CallRewriting rewriting;
  private final JobGraph graph;

  private CallExpansion(
      Findings findings, Map<String, CallReader.Call> calls, Collection<Job> jobs) {
    this.findings = findings;
    this.rewriting = new CallRewriting(findings, calls);
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
    if (isTooLarge(workflow, calls.values(), findings)) {
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
        for (CallMatrix.Instance instance : call.instances()) {
          call.called().jobs().values().stream()
              .map(job -> expansion.called(call, instance, job))
              .forEach(job -> jobs.put(job.id(), job));
        }
      }
    }
    // `env` and `defaults` of a file do not reach into what it calls, so its own jobs carry them
    return workflow.withOwn(jobs);
  }

  /// A call inside a call multiplies, so it is counted before anything is written.
  private static boolean isTooLarge(
      Workflow workflow, Collection<CallReader.Call> calls, Findings findings) {
    long jobs = workflow.jobs().size();
    for (CallReader.Call call : calls) {
      jobs += (long) call.instances().size() * call.called().jobs().size();
      if (jobs > WorkflowReader.MAX_JOBS) {
        findings.unsupported(
            call.position(),
            "The workflow and all it calls may not contain more than "
                + WorkflowReader.MAX_JOBS
                + " jobs");
        return true;
      }
    }
    return false;
  }

  private Job own(Job job, Workflow workflow) {
    boolean afterCall = job.needs().stream().anyMatch(id -> rewriting.call(id) != null);
    if (afterCall) {
      refuseLate(job, "after a called workflow");
    }
    Rewriting outer = rewriting.outer(job.needs(), List.of(), false);
    Job rewritten = job.rewritten(outer);
    return rewritten.placed(
        job.id(),
        rewritten.name(),
        rewriting.jobsOf(afterCall ? graph.ancestors(job.id()) : job.needs()),
        afterCall
            ? rewriting
                .outer(job.needs(), graph.ancestors(job.id()), true)
                .condition(job.condition())
            : job.condition(),
        rewritten.env().over(workflow.env().rewritten(outer)),
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

  private Job called(CallReader.Call call, CallMatrix.Instance instance, Job job) {
    refuseLate(job, "in a called workflow");
    Workflow workflow = call.called();
    Rewriting inner = rewriting.inner(call, instance, job, false);
    Job rewritten = job.rewritten(inner);
    Set<String> before = graph.ancestors(call.id());
    Set<String> needs = new LinkedHashSet<>();
    JobGraph.of(workflow)
        .ancestors(job.id())
        .forEach(id -> needs.add(CallRewriting.whole(call, instance, id)));
    needs.addAll(rewriting.jobsOf(before));
    call.matrix()
        .before(instance)
        .ifPresent(earlier -> needs.addAll(CallRewriting.wholes(call, earlier)));
    Position at = job.condition().position();
    Expression condition =
        new Expression.And(
            List.of(
                rewriting
                    .outer(call.needs(), before, true)
                    .expression(call.condition().expression(), call.condition().position()),
                rewriting
                    .inner(call, instance, job, true)
                    .expression(job.condition().expression(), at)));
    rewritten.runsOn().forEach(label -> BeforeRun.check(label, findings));
    return rewritten
        .placed(
            CallRewriting.whole(call, instance, job.id()),
            name(call, instance, job).map(inner::template),
            List.copyOf(needs),
            new Condition(job.condition().source(), condition, at),
            rewritten.env().over(workflow.env().rewritten(inner)),
            rewritten.defaults().over(inner.defaults(workflow.defaults())))
        .bound(strategy(call, instance, rewritten), groups(call, instance, rewritten));
  }

  /// The job's own strategy, or the one the call hands on.
  private Optional<Strategy> strategy(
      CallReader.Call call, CallMatrix.Instance instance, Job rewritten) {
    Optional<Strategy> handedOn = call.matrix().handedOn();
    if (handedOn.filter(strategy -> LateMatrix.isLate(strategy.matrix())).isPresent()
        && call.needs().stream().anyMatch(id -> rewriting.call(id) != null)) {
      findings.unsupported(
          handedOn.get().matrix().position(),
          "A matrix from needs is not offered after a called workflow; pass it through a job");
    }
    return handedOn.isPresent()
        ? handedOn.map(rewriting.caller(call, instance)::strategy)
        : rewritten.strategy();
  }

  /// The job's own groups, then that of the called file and that of the call, in which all jobs of
  /// the call are as one.
  private List<Concurrency> groups(
      CallReader.Call call, CallMatrix.Instance instance, Job rewritten) {
    String id = call.id() + instance.suffix();
    List<Concurrency> groups = new ArrayList<>();
    for (Concurrency own : rewritten.groups()) {
      groups.add(own.call().map(inside -> own.ofCall(id + " / " + inside)).orElse(own));
    }
    Stream.concat(
            call.called().concurrency().stream()
                .map(rewriting.inner(call, instance, rewritten, false)::concurrency),
            call.group().stream().map(rewriting.caller(call, instance)::concurrency))
        .map(group -> call.matrix().handedOn().isPresent() ? group : group.ofCall(id))
        .forEach(groups::add);
    return groups;
  }

  /// `caller / called`, by the names people see.
  private static Optional<Template> name(
      CallReader.Call call, CallMatrix.Instance instance, Job job) {
    String named =
        call.name()
            .flatMap(Template::constant)
            .map(Value::text)
            .filter(text -> !text.isBlank())
            .orElse(call.id());
    String before = named + instance.suffix();
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
}
