package io.peerdeck.runner;

import io.peerdeck.workflow.ActionReference;
import io.peerdeck.workflow.EvaluationContext;
import io.peerdeck.workflow.StatusCheck;
import io.peerdeck.workflow.Step;
import io.peerdeck.workflow.UsesStep;
import io.peerdeck.workflow.Value;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The contexts a job's expressions see, kept up to date while the job goes on.
final class JobContexts {
  private final Map<String, Value> contexts = new LinkedHashMap<>();
  private final Value.Obj github;
  private final ActionNames names;
  private final WorkspaceHash files;

  JobContexts(JobRequest request, RunnerSetup setup) {
    final JobFolder folder = request.folder();
    final Map<String, Value> completed = new LinkedHashMap<>(request.github().members());
    completed.put("workspace", Value.of(folder.workspace().toString()));
    completed.put("job", Value.of(request.job().id()));
    completed.put("event_path", Value.of(folder.scripts().resolve("event.json").toString()));
    completed.put(
        "secret_source", Value.of(request.grants().secrets().isEmpty() ? "None" : "Actions"));
    github = new Value.Obj(completed);
    names = new ActionNames(request.job().steps());
    files = new WorkspaceHash(folder);
    contexts.put("github", github);
    contexts.put("needs", needs(request.needs()));
    contexts.put("matrix", request.instance().matrix());
    contexts.put("strategy", request.instance().strategy());
    contexts.putAll(request.instance().around());
    contexts.put("vars", Value.ofTexts(request.grants().vars(), false));
    contexts.put("secrets", Value.ofTexts(request.grants().secrets(), false));
    contexts.put("runner", runner(folder, setup, request.grants().isDebug()));
  }

  Value.Obj github() {
    return github;
  }

  /// The same for one step, which `github.action` names.
  ///
  /// @param around the step whose action it belongs to
  /// @param files paths of the step's command files
  EvaluationContext of(
      Step step, Optional<ReadyStep> around, Map<String, Value> files, EvaluationContext here) {
    final Map<String, Value> members = new LinkedHashMap<>();
    if (here.contexts().get("github") instanceof Value.Obj now) {
      members.putAll(now.members());
    }
    members.putAll(files);
    members.put("action", Value.of(names.of(step)));
    for (final String name : List.of("action_repository", "action_ref")) {
      around.ifPresent(outer -> members.put(name, Value.of(outer.github(name))));
    }
    if (step instanceof UsesStep uses && !(uses.action() instanceof ActionReference.Local)) {
      final String[] parts = uses.action().text().split("@", 2);
      final String[] path = parts[0].split("/", 3);
      members.put("action_repository", Value.of(path[0] + "/" + path[1]));
      members.put("action_ref", Value.of(parts[1]));
    }
    return here.with("github", new Value.Obj(members));
  }

  /// What expressions see now.
  ///
  /// @param env the `env` context at this place
  /// @param told what the status functions speak of
  EvaluationContext at(
      StepScope scope, Map<String, String> env, Conclusion jobStatus, Conclusion told) {
    final Map<String, Value> here = new LinkedHashMap<>(contexts);
    scope.action().ifPresent(folder -> here.put("github", inAction(folder, scope)));
    here.put("inputs", scope.inputs());
    here.put("steps", scope.steps());
    here.put("env", Value.ofTexts(env, true));
    here.put("job", job(jobStatus));
    return new EvaluationContext(here, status(told), files);
  }

  private Value inAction(Path folder, StepScope scope) {
    final Map<String, Value> members = new LinkedHashMap<>(github.members());
    members.put("action_path", Value.of(folder.toString()));
    members.put("action_status", Value.of(scope.status().text()));
    return new Value.Obj(members);
  }

  /// The `needs` context.
  static Value.Obj needs(Map<String, NeededJob> needed) {
    final Map<String, Value> members = new LinkedHashMap<>();
    needed.forEach(
        (id, job) ->
            members.put(
                id,
                Value.Obj.of(
                    Map.entry("result", Value.of(job.result().text())),
                    Map.entry("outputs", Value.ofTexts(job.outputs(), false)))));
    return new Value.Obj(members);
  }

  static StatusCheck status(Conclusion status) {
    return switch (status) {
      case SUCCESS -> StatusCheck.SUCCESS;
      case FAILURE -> StatusCheck.FAILURE;
      case CANCELLED -> StatusCheck.CANCELLED;
      case SKIPPED -> StatusCheck.SKIPPED;
    };
  }

  private static Value job(Conclusion status) {
    return new Value.Obj(Map.of("status", Value.of(status.text())));
  }

  private static Value runner(JobFolder folder, RunnerSetup setup, boolean debug) {
    final Map<String, String> runner = new LinkedHashMap<>();
    runner.put("name", setup.name());
    runner.put("os", "Linux");
    runner.put("arch", RunnerSetup.architecture());
    runner.put("temp", folder.temp().toString());
    runner.put("tool_cache", folder.toolCache().toString());
    runner.put("environment", "self-hosted");
    if (debug) {
      runner.put("debug", "1");
    }
    return Value.ofTexts(runner, false);
  }
}
