package io.peerdeck.runner;

import io.peerdeck.runner.LogLine.Level;
import io.peerdeck.workflow.ActionRuns;
import io.peerdeck.workflow.UsesStep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Runs the programs of a JavaScript action with the machine's own node.
final class JavaScriptAction {
  private final JobRequest request;
  private final String path;
  private final StepProcess process;
  private final PostSteps posts;
  private final JobLog log;
  private final Map<String, Map<String, String>> states = new HashMap<>();
  private final Set<String> begun = new HashSet<>();
  private final Set<String> left = new HashSet<>();
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
    final String place = ready.scope().place() + step.number();
    if (runs.pre().isPresent() && !begun.contains(place)) {
      // As at GitHub: before the job's first step there is no workspace to find it in.
      log.annotate(
          ready.number(),
          Level.WARNING,
          "`pre` execution is not supported for local action from '" + step.action().text() + "'");
    }
    leavePost(place, "Post " + ready.name(), ready.scope(), step, action, runs, program);
    return run(place, ready, program, action, runs.main(), inputs);
  }

  /// Runs what the action does before the job's first step; what it keeps is there for its main and
  /// post.
  StepEnd pre(
      ReadyStep ready, UsesStep step, LocalAction action, ActionRuns.JavaScript runs, String file) {
    final String place = ready.scope().place() + step.number();
    begun.add(place);
    final Path program = node(ready, action, runs);
    leavePost(
        place,
        "Post " + step.displayName(ready.context()),
        ready.scope(),
        step,
        action,
        runs,
        program);
    return run(
        place, ready, program, action, file, ActionInputs.of(action.file(), step, ready.context()));
  }

  private void leavePost(
      String place,
      String name,
      StepScope scope,
      UsesStep step,
      LocalAction action,
      ActionRuns.JavaScript runs,
      Path program) {
    if (runs.post().isPresent() && left.add(place)) {
      posts.add(
          new ActionStage(
              name,
              runs.postIf(),
              step,
              scope,
              later ->
                  run(
                      place,
                      later,
                      program,
                      action,
                      runs.post().get(),
                      ActionInputs.of(action.file(), step, later.context()))));
    }
  }

  /// Runs one program of the action with what its earlier ones kept.
  private StepEnd run(
      String place,
      ReadyStep ready,
      Path program,
      LocalAction action,
      String file,
      ActionInputs inputs) {
    final Map<String, String> state = states.computeIfAbsent(place, none -> new LinkedHashMap<>());
    final StepProcess.End end = run(ready, program, action, file, inputs, state);
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
