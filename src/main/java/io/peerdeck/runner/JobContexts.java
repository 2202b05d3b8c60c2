package io.peerdeck.runner;

import io.peerdeck.workflow.EvaluationContext;
import io.peerdeck.workflow.StatusCheck;
import io.peerdeck.workflow.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/// The contexts a job's expressions see, kept up to date while the job goes on.
final class JobContexts {
  private final Map<String, Value> contexts = new LinkedHashMap<>();
  private final Map<String, Value> steps = new LinkedHashMap<>();
  private final Value.Obj github;
  private final WorkspaceHash files;

  JobContexts(JobRequest request, RunnerSetup setup) {
    final JobFolder folder = request.folder();
    final Map<String, Value> completed = new LinkedHashMap<>(request.github().members());
    completed.put("workspace", Value.of(folder.workspace().toString()));
    completed.put("job", Value.of(request.job().id()));
    completed.put("event_path", Value.of(folder.files().resolve("event.json").toString()));
    github = new Value.Obj(completed);
    files = new WorkspaceHash(folder);
    contexts.put("github", github);
    contexts.put("needs", needs(request.needs()));
    contexts.put("inputs", request.inputs());
    contexts.put("matrix", request.instance().matrix());
    contexts.put("strategy", request.instance().strategy());
    contexts.put("vars", new Value.Obj(Map.of()));
    contexts.put("secrets", new Value.Obj(Map.of()));
    contexts.put("runner", runner(folder, setup));
    contexts.put("steps", new Value.Obj(Map.of()));
    contexts.put("job", job(Conclusion.SUCCESS));
    contexts.put("env", new Value.Obj(Map.of(), true));
  }

  Value.Obj github() {
    return github;
  }

  /// What expressions see now.
  ///
  /// @param env the `env` context at this place
  EvaluationContext at(Map<String, String> env, Conclusion jobStatus) {
    contexts.put("env", Value.ofTexts(env, true));
    contexts.put("job", job(jobStatus));
    return new EvaluationContext(contexts, status(jobStatus), files);
  }

  /// Adds a step that is over to the `steps` context.
  void stepEnded(
      String id, Map<String, String> outputs, Conclusion outcome, Conclusion conclusion) {
    steps.put(
        id,
        new Value.Obj(
            Map.of(
                "outputs", Value.ofTexts(outputs, false),
                "outcome", Value.of(outcome.text()),
                "conclusion", Value.of(conclusion.text()))));
    contexts.put("steps", new Value.Obj(steps));
  }

  /// The `needs` context.
  static Value.Obj needs(Map<String, NeededJob> needed) {
    final Map<String, Value> members = new LinkedHashMap<>();
    needed.forEach(
        (id, job) ->
            members.put(
                id,
                new Value.Obj(
                    Map.of(
                        "result", Value.of(job.result().text()),
                        "outputs", Value.ofTexts(job.outputs(), false)))));
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

  private static Value runner(JobFolder folder, RunnerSetup setup) {
    return Value.ofTexts(
        Map.of(
            "name", setup.name(),
            "os", "Linux",
            "arch", RunnerSetup.architecture(),
            "temp", folder.temp().toString(),
            "tool_cache", folder.toolCache().toString(),
            "environment", "self-hosted"),
        false);
  }
}
