package io.peerdeck.runner;

import io.peerdeck.runner.LogLine.Level;
import io.peerdeck.workflow.ActionRuns;
import io.peerdeck.workflow.UsesStep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs the programs of a JavaScript action with the machine's own node.
final class JavaScriptAction {
  private final JobRequest request;
  private final String path;
  private final StepProcess process;
  private final PostSteps posts;
  private final JobLog log;
  private Optional<ToolVersion> node = Optional.empty();

  /// @param path where the machine's node is looked for; not the job's own `PATH`, because what is
  ///     found there is asked for its version outside the sandbox
  JavaScriptAction(
      JobRequest request, String path, StepProcess process, PostSteps posts, JobLog log) {
    this.request = request;
    this.path = path;
    this.process = process;
    this.posts = posts;
    this.log = log;
  }

  StepEnd run(
      ReadyStep ready,
      UsesStep step,
      LocalAction action,
      ActionRuns.JavaScript runs,
      ActionInputs inputs) {
    final Path program = node(ready, action, runs);
    if (runs.pre().isPresent()) {
      // As at GitHub: before the job's first step there is no workspace to find it in.
      log.annotate(
          ready.number(),
          Level.WARNING,
          "`pre` execution is not supported for local action from '" + step.action().text() + "'");
    }
    final Map<String, String> state = new LinkedHashMap<>();
    runs.post()
        .ifPresent(
            file ->
                posts.add(
                    new PostSteps.Post(
                        "Post " + ready.name(),
                        runs.postIf(),
                        step,
                        ready.scope(),
                        later ->
                            run(
                                    later,
                                    program,
                                    action,
                                    file,
                                    ActionInputs.of(action.file(), step, later.context()),
                                    state)
                                .step())));
    final StepProcess.End end = run(ready, program, action, runs.main(), inputs, Map.of());
    state.putAll(end.state());
    return end.step();
  }

  private StepProcess.End run(
      ReadyStep ready,
      Path program,
      LocalAction action,
      String file,
      ActionInputs inputs,
      Map<String, String> state) {
    final Path script = action.program(request.folder(), file);
    if (!Files.isRegularFile(script)) {
      throw new RunnerException("The action's file '" + script + "' does not exist.");
    }
    final Map<String, String> more = new LinkedHashMap<>(inputs.variables());
    state.forEach((name, value) -> more.put("STATE_" + name, value));
    return process.run(
        ready,
        List.of(program.toString(), script.toString()),
        request.folder().workspace(),
        more,
        code -> "The action's program ended with exit code " + code + ".");
  }

  /// The machine's node, if it is new enough for the action.
  private Path node(ReadyStep ready, LocalAction action, ActionRuns.JavaScript runs) {
    final int wanted = Integer.parseInt(runs.using().substring("node".length()));
    if (node.isEmpty()) {
      node =
          ShellCommand.find(path, "node").flatMap(program -> ToolVersion.of(program, "--version"));
    }
    if (node.isEmpty()) {
      throw new RunnerException(
          "'%s' is a JavaScript action (%s), and this peer has no node on its PATH (%s). Install node %d or newer on the peer, or do the same in a run step."
              .formatted(ready.step().defaultName(), runs.using(), path, wanted));
    }
    if (node.get().major() < wanted) {
      throw new RunnerException(
          "'%s' needs node %d; this peer has %s at %s. Install a newer node on the peer."
              .formatted(action.file().name(), wanted, node.get().version(), node.get().program()));
    }
    return node.get().program();
  }
}
