package io.peerdeck.runner;

import io.peerdeck.multiformats.PeerdeckException;
import io.peerdeck.workflow.ActionReference;
import io.peerdeck.workflow.ActionRuns;
import io.peerdeck.workflow.EvaluationContext;
import io.peerdeck.workflow.Step;
import io.peerdeck.workflow.UsesStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds what third-party actions do before the job's first step, in the order of the steps, also
/// where one is used inside another. As at GitHub an action of the workspace has nothing to do
/// then: there is no workspace yet to find it in.
final class PreSteps {
  private final JobRequest request;
  private final JobContexts contexts;
  private final JavaScriptAction javaScript;
  private final List<ActionStage> found = new ArrayList<>();

  PreSteps(JobRequest request, JobContexts contexts, JavaScriptAction javaScript) {
    this.request = request;
    this.contexts = contexts;
    this.javaScript = javaScript;
  }

  /// All of them.
  ///
  /// @param scope of the job's steps
  /// @param env the variables of workflow and job
  List<ActionStage> of(StepScope scope, Map<String, String> env) {
    collect(request.job().steps(), scope, env);
    return List.copyOf(found);
  }

  private void collect(List<Step> steps, StepScope scope, Map<String, String> env) {
    for (final Step step : steps) {
      if (step instanceof UsesStep uses
          && uses.action() instanceof ActionReference.Vendored reference) {
        try {
          collect(
              uses,
              LocalAction.vendored(request.folder(), reference, request.actions()),
              scope,
              env);
        } catch (PeerdeckException ofStep) {
          // the step itself fails with this, if it runs at all
        }
      }
    }
  }

  private void collect(
      UsesStep step, LocalAction action, StepScope scope, Map<String, String> around) {
    final Map<String, String> env = new LinkedHashMap<>(around);
    env.putAll(scope.env());
    final Map<String, String> own = step.env().texts(at(scope, env));
    env.putAll(own);
    final EvaluationContext context = at(scope, env);
    switch (action.file().runs()) {
      case ActionRuns.Composite runs when scope.depth() <= CompositeAction.MAX_DEPTH ->
          collect(
              runs.steps(),
              scope.inside(
                  ActionInputs.of(action.file(), step, context).context(),
                  action.folder(),
                  own,
                  step.number()),
              around);
      case ActionRuns.Composite runs -> {}
      case ActionRuns.JavaScript runs ->
          runs.pre()
              .ifPresent(
                  file ->
                      found.add(
                          new ActionStage(
                              "Pre " + step.displayName(context),
                              runs.preIf(),
                              step,
                              scope,
                              ready -> javaScript.pre(ready, step, action, runs, file))));
    }
  }

  private EvaluationContext at(StepScope scope, Map<String, String> env) {
    return contexts.at(scope, env, Conclusion.SUCCESS, Conclusion.SUCCESS);
  }
}
