package io.peerdeck.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.workflow.ParseResult;
import io.peerdeck.workflow.Plan;
import io.peerdeck.workflow.PlannedInstance;
import io.peerdeck.workflow.Value;
import io.peerdeck.workflow.Workflow;
import io.peerdeck.workflow.WorkflowFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/// Runs the job `job` of a workflow text in a folder of its own, and keeps what it said.
final class JobFixture implements LogSink {
  final List<LogLine> lines = Collections.synchronizedList(new ArrayList<>());
  final List<StepResult> steps = Collections.synchronizedList(new ArrayList<>());
  final CancelToken token = new CancelToken();
  final Map<String, Path> artifacts = new TreeMap<>();
  final JobFolder folder;
  private final Path parent;
  JobLimits limits = JobLimits.DEFAULT;
  SnapshotSource snapshot = SnapshotSource.none();
  CachePort caches = CachePort.none();
  Map<String, NeededJob> needs = Map.of();
  Value.Obj inputs = new Value.Obj(Map.of());
  ToolFolders tools = ToolFolders.NONE;
  ActionPort actions = ActionPort.none();
  Optional<ReadySandbox> ready = Optional.empty();
  JobGrants grants = JobGrants.of(new Isolation.Host(""));

  JobFixture(Path parent) {
    this(parent, Scratch.none());
  }

  JobFixture(Path parent, Scratch scratch) {
    this.parent = parent;
    folder = JobFolder.create(parent, "job", scratch);
  }

  /// A job of these steps; each line is indented as needed.
  JobOutcome steps(String steps) {
    return job("    steps:\n" + steps.indent(6));
  }

  /// A job of this text below `jobs.job`, without `runs-on`.
  JobOutcome job(String text) {
    return file("on: push\njobs:\n  job:\n    runs-on: ubuntu-latest\n" + text);
  }

  JobOutcome file(String text) {
    return new JobRunner(setup(tools)).run(request(text), ready, this, token);
  }

  Future<JobOutcome> inBackground(String steps) {
    final var executor = Executors.newSingleThreadExecutor();
    try {
      return executor.submit(() -> steps(steps));
    } finally {
      executor.shutdown();
    }
  }

  static RunnerSetup setup() {
    return setup(ToolFolders.NONE);
  }

  private static RunnerSetup setup(ToolFolders tools) {
    return RunnerSetup.system(
        "test-peer", "test-" + ProcessHandle.current().pid(), tools, new SecureRandom());
  }

  JobRequest request(String text) {
    final ParseResult result =
        WorkflowFile.parse("test.yml", text.getBytes(StandardCharsets.UTF_8));
    assertThat(result.workflow()).as("%s", result.diagnostics()).isPresent();
    final Workflow workflow = result.workflow().orElseThrow();
    final PlannedInstance instance =
        Plan.of(workflow).job("job").orElseThrow().instances().getFirst();
    return new JobRequest(
        workflow,
        workflow.jobs().get("job"),
        instance,
        new Value.Obj(
            Map.of(
                "workflow", Value.of("test"),
                "run_id", Value.of("run"),
                "event_name", Value.of("workflow_dispatch"),
                "actor", Value.of("me"))),
        needs,
        inputs,
        folder,
        snapshot,
        new FolderArtifacts(),
        caches,
        limits,
        grants,
        actions);
  }

  /// What processes wrote, without the runner's own lines.
  List<String> output() {
    synchronized (lines) {
      return lines.stream()
          .filter(line -> line.stream() != LogLine.Stream.PEERDECK)
          .map(LogLine::text)
          .collect(Collectors.toList());
    }
  }

  /// What the runner itself said.
  List<String> remarks() {
    synchronized (lines) {
      return lines.stream()
          .filter(line -> line.stream() == LogLine.Stream.PEERDECK)
          .map(LogLine::text)
          .collect(Collectors.toList());
    }
  }

  @Override
  public void line(LogLine line) {
    lines.add(line);
  }

  @Override
  public void stepFinished(StepResult result) {
    steps.add(result);
  }

  private final class FolderArtifacts implements ArtifactPort {
    @Override
    public ArtifactRef upload(String name, Path root, List<Path> files) {
      final Path target = parent.resolve("artifact-" + name);
      long bytes = 0;
      try {
        for (final Path file : files) {
          final Path to = target.resolve(file);
          Files.createDirectories(to.getParent());
          Files.copy(root.resolve(file), to);
          bytes += Files.size(to);
        }
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      artifacts.put(name, target);
      return new ArtifactRef(name, "cid-of-" + name, bytes);
    }

    @Override
    public List<String> names() {
      return List.copyOf(artifacts.keySet());
    }

    @Override
    public void download(String name, Path into) {
      final Path from = artifacts.get(name);
      try (var files = Files.walk(from)) {
        for (final Path file : files.filter(Files::isRegularFile).toList()) {
          final Path to = into.resolve(from.relativize(file));
          Files.createDirectories(to.getParent());
          Files.copy(file, to);
        }
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
