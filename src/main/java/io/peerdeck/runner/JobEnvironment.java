package io.peerdeck.runner;

import io.peerdeck.workflow.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The environment of a job's processes: nothing of the node's own, but what the file defines, what
/// steps added, and the variables GitHub documents as far as they are true here.
/// ([variables](https://docs.github.com/actions/reference/variables-reference))
final class JobEnvironment {
  private static final List<String> FROM_GITHUB =
      List.of(
          "actor",
          "actor_id",
          "api_url",
          "base_ref",
          "event_name",
          "event_path",
          "graphql_url",
          "head_ref",
          "job",
          "ref",
          "ref_name",
          "ref_protected",
          "ref_type",
          "repository",
          "repository_id",
          "repository_owner",
          "repository_owner_id",
          "run_attempt",
          "run_id",
          "run_number",
          "server_url",
          "sha",
          "triggering_actor",
          "workflow",
          "workflow_ref",
          "workflow_sha",
          "workspace");
  // Names a step may not set through GITHUB_ENV at GitHub, because node would run code from them.
  private static final Set<String> FORBIDDEN = Set.of("NODE_OPTIONS");

  private final Map<String, String> base = new LinkedHashMap<>();
  private final Map<String, String> owned = new LinkedHashMap<>();
  private final List<String> addedPaths = new ArrayList<>();
  private final JobFolder folder;
  private final Map<String, String> job = new LinkedHashMap<>();
  private int processes;

  /// @param debug whether steps shall say more of what they do
  JobEnvironment(JobFolder folder, RunnerSetup setup, Value.Obj github, boolean debug) {
    this.folder = folder;
    base.put("PATH", setup.path());
    base.put("HOME", folder.home().toString());
    base.put("LANG", "C.UTF-8");
    base.put("CI", "true");
    owned.put("GITHUB_ACTIONS", "true");
    for (final String name : FROM_GITHUB) {
      final Value value = github.get(name);
      if (!(value instanceof Value.Null)
          && !(value instanceof Value.Obj)
          && !(value instanceof Value.Array)) {
        owned.put("GITHUB_" + name.toUpperCase(Locale.ROOT), value.text());
      }
    }
    owned.put("RUNNER_OS", "Linux");
    owned.put("RUNNER_ARCH", RunnerSetup.architecture());
    owned.put("RUNNER_NAME", setup.name());
    owned.put("RUNNER_ENVIRONMENT", "self-hosted");
    owned.put("RUNNER_TEMP", folder.temp().toString());
    owned.put("RUNNER_TOOL_CACHE", folder.toolCache().toString());
    owned.put("RUNNER_WORKSPACE", folder.root().toString());
    if (debug) {
      owned.put("RUNNER_DEBUG", "1");
    }
    writeEvent(github.get("event"));
  }

  private void writeEvent(Value event) {
    final Path file = folder.scripts().resolve("event.json");
    try {
      Files.writeString(file, event instanceof Value.Null ? "{}" : event.json());
    } catch (IOException e) {
      throw new RunnerException("Cannot write " + file + ": " + e, e);
    }
  }

  /// The variables of workflow and job, and those steps added: the `env` context before a step adds
  /// its own.
  Map<String, String> variables() {
    return job;
  }

  /// The command files of the next process.
  ///
  /// @param place where the runner finds the folder the job sees as [JobFolder#commands]
  CommandFiles commandFiles(Path place) {
    return CommandFiles.create(folder.commands(), place, ++processes);
  }

  /// What `github.env` and `github.path` are for the next process.
  Map<String, Value> nextFiles() {
    return Map.of("env", next("GITHUB_ENV"), "path", next("GITHUB_PATH"));
  }

  private Value next(String variable) {
    return Value.of(CommandFiles.path(folder.commands(), variable, processes + 1).toString());
  }

  /// The `PATH` a step begins with.
  String path(Map<String, String> env) {
    final String own = env.getOrDefault("PATH", base.getOrDefault("PATH", ""));
    return addedPaths.isEmpty() ? own : String.join(":", addedPaths.reversed()) + ":" + own;
  }

  /// The whole environment of a step's process; a map of its own.
  ///
  /// @param files the step's command files, by variable
  Map<String, String> of(ReadyStep step, Map<String, Path> files) {
    final Map<String, String> all = new LinkedHashMap<>(base);
    all.putAll(step.env());
    all.put("PATH", path(step.env()));
    all.putAll(owned);
    all.put("GITHUB_ACTION", step.github("action"));
    for (final String name : List.of("action_repository", "action_ref")) {
      all.put("GITHUB_" + name.toUpperCase(Locale.ROOT), step.github(name));
    }
    step.scope().action().ifPresent(folder -> all.put("GITHUB_ACTION_PATH", folder.toString()));
    files.forEach((name, file) -> all.put(name, file.toString()));
    return all;
  }

  /// Takes what a step wrote to `GITHUB_ENV`.
  ///
  /// @return names that were ignored because the runner itself sets them
  /// @throws RunnerException if a name is forbidden
  List<String> add(Map<String, String> pairs) {
    final List<String> ignored = new ArrayList<>();
    pairs.forEach(
        (name, value) -> {
          if (FORBIDDEN.contains(name.toUpperCase(Locale.ROOT))) {
            throw new RunnerException(
                "Can't store " + name + " output parameter using '$GITHUB_ENV' command.");
          }
          if (owned.containsKey(name)
              || CommandFiles.VARIABLES.contains(name)
              || name.equals(ProcessMark.VARIABLE)) {
            ignored.add(name);
          } else {
            job.put(name, value);
          }
        });
    return ignored;
  }

  /// Takes what a step wrote to `GITHUB_PATH`: later entries come first.
  void addPaths(List<String> paths) {
    for (final String path : paths) {
      addedPaths.remove(path);
      addedPaths.add(path);
    }
  }
}
