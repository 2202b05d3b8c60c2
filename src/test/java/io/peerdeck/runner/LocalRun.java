package io.peerdeck.runner;

import io.peerdeck.workflow.Job;
import io.peerdeck.workflow.LateMatrix;
import io.peerdeck.workflow.ParseResult;
import io.peerdeck.workflow.Plan;
import io.peerdeck.workflow.PlannedInstance;
import io.peerdeck.workflow.PlannedJob;
import io.peerdeck.workflow.Value;
import io.peerdeck.workflow.Workflow;
import io.peerdeck.workflow.WorkflowException;
import io.peerdeck.workflow.WorkflowFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Runs a whole workflow file on this machine: every job in the order of its needs, one after the
/// other, each in a workspace of its own, as act does it for its own tests.
final class LocalRun {
  private final Path place;
  private final Path root;
  private final String event;
  private final Optional<Value> payload;
  private final Map<String, NeededJob> results = new LinkedHashMap<>();

  /// @param place folder for this run
  /// @param root what `actions/checkout` gives
  LocalRun(Path place, Path root, String event, Optional<Value> payload) {
    this.place = place;
    this.root = root;
    this.event = event;
    this.payload = payload;
  }

  /// Runs it.
  ///
  /// @return why it failed; empty if it succeeded
  List<String> run(Path file) throws IOException {
    final List<String> problems = new ArrayList<>();
    Files.createDirectories(place);
    final ParseResult parsed =
        WorkflowFile.parse(
            file.getFileName().toString(),
            withAct(Files.readString(file)).getBytes(StandardCharsets.UTF_8));
    if (parsed.workflow().isEmpty()) {
      parsed.errors().forEach(error -> problems.add(error.toString()));
      return problems;
    }
    try {
      jobs(parsed.workflow().get(), problems);
    } catch (WorkflowException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    return problems;
  }

  private void jobs(Workflow workflow, List<String> problems) {
    final Map<String, String> given = new LinkedHashMap<>();
    final Value inputs =
        payload.map(here -> ((Value.Obj) here).get("inputs")).orElse(new Value.Null());
    if (inputs instanceof Value.Obj object) {
      object.members().forEach((name, value) -> given.put(name, value.text()));
    }
    final Plan plan = Plan.of(workflow, given);
    final List<PlannedJob> waiting = new ArrayList<>(plan.jobs());
    while (!waiting.isEmpty()) {
      final PlannedJob next =
          waiting.stream()
              .filter(job -> results.keySet().containsAll(job.needs()))
              .findFirst()
              .orElseThrow();
      waiting.remove(next);
      results.put(next.id(), job(workflow, plan, next, problems));
    }
  }

  private NeededJob job(Workflow workflow, Plan plan, PlannedJob planned, List<String> problems) {
    final Job job = workflow.jobs().get(planned.id());
    final Map<String, NeededJob> needs = new HashMap<>();
    planned.needs().forEach(id -> needs.put(id, results.get(id)));
    final Value.Obj github = github(workflow);
    if (!JobConditions.shouldRun(
        job, Map.of(), github, needs, plan.inputs(), Map.of(), chain(needs.values()), false)) {
      return new NeededJob(Conclusion.SKIPPED, Map.of());
    }
    Conclusion conclusion = Conclusion.SUCCESS;
    final Map<String, String> outputs = new HashMap<>();
    for (final PlannedInstance instance : instances(plan, planned, job, needs)) {
      final List<String> lines = new ArrayList<>();
      final JobOutcome outcome;
      try (JobFolder folder = JobFolder.create(place, planned.id() + "-" + instance.index())) {
        outcome =
            new JobRunner(JobFixture.setup())
                .run(
                    new JobRequest(
                        workflow,
                        job,
                        instance,
                        github,
                        needs,
                        plan.inputs(),
                        folder,
                        this::checkout,
                        ArtifactPort.none(),
                        CachePort.none(),
                        JobLimits.DEFAULT,
                        JobGrants.of(new Isolation.Host("")),
                        ActionPort.none()),
                    line -> lines.add(line.text()),
                    new CancelToken());
      }
      outputs.putAll(outcome.outputs());
      if (outcome.conclusion() != Conclusion.SUCCESS
          && !JobConditions.continuesOnError(
              job, instance, github, needs, plan.inputs(), Map.of())) {
        conclusion = outcome.conclusion();
        problems.add(planned.id() + ": " + outcome.message() + " " + lines);
      }
    }
    return new NeededJob(conclusion, outputs);
  }

  /// Those of a matrix that rests on needed jobs are known only now.
  private static List<PlannedInstance> instances(
      Plan plan, PlannedJob planned, Job job, Map<String, NeededJob> needs) {
    final Value.Obj given = JobContexts.needs(needs);
    return planned
        .late()
        .map(
            text ->
                LateMatrix.parse(text)
                    .indices(Integer.MAX_VALUE, (calls, index, jobs) -> Optional.of(given))
                    .stream()
                    .map(index -> plan.instance(job, index, given))
                    .toList())
        .orElse(planned.instances());
  }

  private static List<Conclusion> chain(Collection<NeededJob> needs) {
    return needs.stream().map(NeededJob::result).toList();
  }

  private Value.Obj github(Workflow workflow) {
    final Map<String, Value> github = new TreeMap<>();
    github.put("workflow", Value.of(workflow.title()));
    github.put("run_id", Value.of("1"));
    github.put("run_number", Value.of("1"));
    github.put("run_attempt", Value.of("1"));
    github.put("event_name", Value.of(event));
    github.put("actor", Value.of("nektos/act"));
    github.put("repository", Value.of("nektos/act"));
    github.put("repository_owner", Value.of("nektos"));
    github.put("ref", Value.of("refs/heads/master"));
    github.put("ref_name", Value.of("master"));
    github.put("sha", Value.of("0123456789012345678901234567890123456789"));
    github.put("event", payload.orElse(new Value.Obj(Map.of())));
    return new Value.Obj(github);
  }

  private long checkout(Path target) {
    try (Stream<Path> files = Files.walk(root)) {
      for (final Path file : files.filter(Files::isRegularFile).toList()) {
        final Path to = target.resolve(root.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
      }
      return 1;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// act gives every job the variable `ACT`; here the workflow's own `env` does.
  private static String withAct(String text) {
    final String act = "ACT: 'true'";
    return text.startsWith("env:\n") || text.contains("\nenv:\n")
        ? text.replaceFirst("(?m)^env:\\n(\\s+)", "env:\n$1" + act + "\n$1")
        : text + "\nenv: {" + act + "}\n";
  }
}
