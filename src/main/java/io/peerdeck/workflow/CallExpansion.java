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
  private final CallResults results;
  private final JobGraph graph;

  private CallExpansion(
      Findings findings, Map<String, CallReader.Call> calls, Collection<Job> jobs) {
    this.findings = findings;
    this.results = new CallResults(findings, calls);
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
    boolean afterCall = job.needs().stream().anyMatch(id -> results.call(id) != null);
    Rewriting outer = results.outer(job.needs(), List.of(), false);
    Job rewritten = job.rewritten(outer);
    return rewritten.placed(
        job.id(),
        rewritten.name(),
        results.jobsOf(afterCall ? graph.ancestors(job.id()) : job.needs()),
        afterCall
            ? results.outer(job.needs(), graph.ancestors(job.id()), true).condition(job.condition())
            : job.condition(),
        rewritten.env().over(workflow.env().rewritten(outer)),
        rewritten.defaults().over(outer.defaults(workflow.defaults())));
  }

  private Job called(CallReader.Call call, CallMatrix.Instance instance, Job job) {
    Workflow workflow = call.called();
    CallRewriting rewriting = new CallRewriting(findings, results, call, instance);
    Rewriting inner = rewriting.inner(job, false);
    Job rewritten = job.rewritten(inner);
    Set<String> before = graph.ancestors(call.id());
    Set<String> needs = new LinkedHashSet<>();
    JobGraph.of(workflow).ancestors(job.id()).forEach(id -> needs.add(call.whole(instance, id)));
    needs.addAll(results.jobsOf(before));
    Position at = job.condition().position();
    Expression condition =
        new Expression.And(
            List.of(
                results
                    .outer(call.needs(), before, true)
                    .expression(call.condition().expression(), call.condition().position()),
                rewriting.inner(job, true).expression(job.condition().expression(), at)));
    Job placed =
        rewritten
            .placed(
                call.whole(instance, job.id()),
                CallName.of(call, instance, rewriting.caller(), job, inner),
                List.copyOf(needs),
                new Condition(job.condition().source(), condition, at),
                rewritten.env().over(workflow.env().rewritten(inner)),
                rewritten.defaults().over(inner.defaults(workflow.defaults())))
            .bound(
                places(call, instance, rewriting, job, inner),
                groups(call, instance, rewriting, rewritten));
    check(placed);
    return placed;
  }

  /// What the call's words put into a job must be known when the others of its kind must be.
  private void check(Job job) {
    job.runsOn().forEach(label -> BeforeRun.checkAfterNeeds(label, findings));
    job.groups()
        .forEach(
            concurrency -> {
              BeforeRun.checkGroup(concurrency.group(), findings);
              BeforeRun.checkAfterNeeds(concurrency.cancelInProgress(), findings);
            });
    for (MatrixLayers.Layer layer : MatrixLayers.of(job).layers()) {
      BeforeRun.templates(layer.matrix())
          .forEach(template -> BeforeRun.checkAfterNeeds(template, findings));
    }
    if (MatrixLayers.of(job).layers().size() > LateMatrix.MOST) {
      findings.unsupported(
          job.position(),
          "Matrices from expressions may be in each other on "
              + LateMatrix.MOST
              + " levels, those of calls and the job's own, and '"
              + job.id()
              + "' is in "
              + MatrixLayers.of(job).layers().size()
              + ": a limit of Peerdeck's, not of GitHub's; write the values of one of them out");
    }
    Stream.concat(job.strategy().stream(), job.calls().stream().map(CallPlace::strategy))
        .flatMap(
            strategy ->
                Stream.concat(Stream.of(strategy.failFast()), strategy.maxParallel().stream()))
        .forEach(bound -> BeforeRun.checkAfterNeeds(bound, findings));
  }

  /// The calls with a matrix around a job: this one, and those of the called workflow itself.
  private static List<CallPlace> places(
      CallReader.Call call,
      CallMatrix.Instance instance,
      CallRewriting rewriting,
      Job job,
      Rewriting inner) {
    List<CallPlace> places = new ArrayList<>();
    call.matrix()
        .strategy()
        .map(rewriting.caller()::strategy)
        .ifPresent(
            strategy ->
                places.add(
                    new CallPlace(
                        call.id(),
                        call.matrix().open() ? Optional.empty() : Optional.of(call.once(instance)),
                        call.depth(),
                        strategy)));
    job.calls().forEach(place -> places.add(place.inside(call.once(instance), inner)));
    return places;
  }

  /// The job's own groups, then that of the called file and that of the call, in which all jobs of
  /// the call are as one.
  private static List<Concurrency> groups(
      CallReader.Call call, CallMatrix.Instance instance, CallRewriting rewriting, Job rewritten) {
    String id = call.once(instance);
    List<Concurrency> groups = new ArrayList<>();
    for (Concurrency own : rewritten.groups()) {
      groups.add(own.call().map(inside -> own.ofCall(id + " / " + inside)).orElse(own));
    }
    Stream.concat(
            call.called().concurrency().stream()
                .map(rewriting.inner(rewritten, false)::concurrency),
            call.group().stream().map(rewriting.caller()::concurrency))
        .map(group -> group.ofCall(id))
        .forEach(groups::add);
    return groups;
  }
}
