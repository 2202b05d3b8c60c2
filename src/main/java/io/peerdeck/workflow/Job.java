package io.peerdeck.workflow;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One job of a workflow.
///
/// @param needs ids of the jobs that come before, as listed
/// @param runsOn labels a peer must carry; may hold expressions, [Plan] has them as text
/// @param condition `if`, with GitHub's implicit `success()`; seen before the matrix is unfolded
/// @param outputs evaluated when the job is over
/// @param groups the concurrency groups its instances are in, innermost first: the job's own, then
/// those of the calls around it
/// @param calls those with a matrix around it, outermost first
/// @param timeoutMinutes a number, or an expression that gives one; 360 where the file says nothing
/// @param continueOnError a boolean, or an expression that gives one
/// @param labels our extension of the language
/// @param position where the job's id stands
public record Job(
    String id,
    Optional<Template> name,
    List<String> needs,
    List<Template> runsOn,
    Condition condition,
    Variables env,
    RunDefaults defaults,
    Map<String, Template> outputs,
    Optional<Strategy> strategy,
    List<Concurrency> groups,
    List<CallPlace> calls,
    List<Step> steps,
    Template timeoutMinutes,
    Template continueOnError,
    Map<String, String> permissions,
    List<String> labels,
    Position position) {

  /// How long a job may run where its file says nothing, as at GitHub.
  public static final int DEFAULT_TIMEOUT_MINUTES = 360;

  public Job {
    needs = List.copyOf(needs);
    runsOn = List.copyOf(runsOn);
    outputs = Ordered.copyOf(outputs);
    groups = List.copyOf(groups);
    calls = List.copyOf(calls);
    steps = List.copyOf(steps);
    permissions = Ordered.copyOf(permissions);
    labels = List.copyOf(labels);
  }

  /// Whether its name is made of what is known only in its run: of needed jobs, or of who submitted
  /// it.
  public boolean isNamedInRun() {
    return name.filter(BeforeRun::isOpen).isPresent();
  }

  /// The same with other expressions; the condition stays.
  Job rewritten(Rewriting rewriting) {
    return new Job(
        id,
        rewriting.template(name),
        needs,
        runsOn.stream().map(rewriting::template).toList(),
        condition,
        env.rewritten(rewriting),
        rewriting.defaults(defaults),
        rewriting.templates(outputs),
        strategy.map(rewriting::strategy),
        groups.stream().map(rewriting::concurrency).toList(),
        calls,
        steps.stream().map(rewriting::step).toList(),
        rewriting.template(timeoutMinutes),
        rewriting.template(continueOnError),
        permissions,
        labels,
        position);
  }

  /// The same at another place among the jobs.
  Job placed(
      String newId,
      Optional<Template> newName,
      List<String> newNeeds,
      Condition newCondition,
      Variables newEnv,
      RunDefaults newDefaults) {
    return new Job(
        newId,
        newName,
        newNeeds,
        runsOn,
        newCondition,
        newEnv,
        newDefaults,
        outputs,
        strategy,
        groups,
        calls,
        steps,
        timeoutMinutes,
        continueOnError,
        permissions,
        labels,
        position);
  }

  /// The same in calls and groups of others.
  Job bound(List<CallPlace> newCalls, List<Concurrency> newGroups) {
    return new Job(
        id,
        name,
        needs,
        runsOn,
        condition,
        env,
        defaults,
        outputs,
        strategy,
        newGroups,
        newCalls,
        steps,
        timeoutMinutes,
        continueOnError,
        permissions,
        labels,
        position);
  }
}
