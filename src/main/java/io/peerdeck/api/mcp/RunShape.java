package io.peerdeck.api.mcp;

import static io.peerdeck.api.mcp.Schema.flag;
import static io.peerdeck.api.mcp.Schema.list;
import static io.peerdeck.api.mcp.Schema.map;
import static io.peerdeck.api.mcp.Schema.number;
import static io.peerdeck.api.mcp.Schema.text;
import static io.peerdeck.api.mcp.Schema.texts;

import io.peerdeck.node.PeerRef;
import io.peerdeck.node.RunDetail;
import io.peerdeck.node.RunSummary;
import io.peerdeck.node.TaskView;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A run by the names the earlier system gave its parts, with those it had not behind them.
final class RunShape {
  private static final int MAX_JOBS = 200;
  private static final int MAX_TEXT = 2_000;

  /// Fields with others' text.
  static final List<String> UNTRUSTED =
      List.of("name", "workflow_file", "inputs", "tags", "result", "error", "waits_for", "jobs");

  private static final Schema.Field[] FIELDS = {
    text("workflow_id"),
    text("name"),
    text("workflow_file"),
    map("inputs"),
    number("priority"),
    texts("tags"),
    text("status"),
    text("assigned_peer").orNull(),
    number("created_at"),
    number("started_at").orNull(),
    number("completed_at").orNull(),
    map("result").orNull(),
    text("error").orNull(),
    flag("held"),
    text("waits_for"),
    list(
        "jobs",
        Schema.object(
            text("job"),
            text("name"),
            text("status"),
            text("conclusion").orNull(),
            text("peer").orNull(),
            text("why")))
  };

  private RunShape() {}

  /// What [#of] makes.
  static Schema.Field[] fields() {
    return FIELDS.clone();
  }

  static Map<String, Object> of(RunDetail run) {
    RunSummary summary = run.summary();
    Map<String, @Nullable Object> shape = new LinkedHashMap<>();
    shape.put("workflow_id", summary.id());
    shape.put("name", bounded(summary.name()));
    shape.put("workflow_file", bounded(summary.file()));
    shape.put("inputs", allBounded(run.inputs()));
    shape.put("priority", summary.priority());
    shape.put("tags", summary.tags().stream().map(RunShape::bounded).toList());
    shape.put("status", summary.status().text());
    shape.put("assigned_peer", assigned(run).map(PeerRef::id).orElse(null));
    shape.put("created_at", seconds(summary.submittedAt()));
    shape.put("started_at", started(run).map(RunShape::seconds).orElse(null));
    shape.put("completed_at", summary.finishedAt().map(RunShape::seconds).orElse(null));
    shape.put("result", summary.status().finished() ? result(run) : null);
    shape.put("error", error(run).orElse(null));
    shape.put("held", summary.held());
    shape.put("waits_for", bounded(summary.waitsFor()));
    return shape;
  }

  /// The same with its jobs.
  static Map<String, Object> withJobs(RunDetail run) {
    Map<String, Object> shape = of(run);
    shape.put("jobs", run.tasks().stream().limit(MAX_JOBS).map(RunShape::job).toList());
    return shape;
  }

  private static Map<String, Object> job(TaskView task) {
    Map<String, @Nullable Object> job = new LinkedHashMap<>();
    job.put("job", task.ref().toString());
    job.put("name", bounded(task.name()));
    job.put("status", task.status().text());
    job.put("conclusion", task.conclusion().orElse(null));
    job.put("peer", of(task).map(PeerRef::id).orElse(null));
    job.put("why", bounded(task.why()));
    return job;
  }

  /// Who has a job, or will.
  private static Optional<PeerRef> of(TaskView task) {
    return task.holder().or(task::assigned).or(task::owner);
  }

  /// Who has the first job that has not ended, else the first.
  private static Optional<PeerRef> assigned(RunDetail run) {
    return Stream.concat(
            run.tasks().stream().filter(task -> task.conclusion().isEmpty()), run.tasks().stream())
        .findFirst()
        .flatMap(RunShape::of);
  }

  private static Optional<Instant> started(RunDetail run) {
    return run.tasks().stream()
        .flatMap(task -> task.startedAt().stream())
        .min(Comparator.naturalOrder());
  }

  private static Map<String, Object> result(RunDetail run) {
    Map<String, Object> outputs = new LinkedHashMap<>();
    run.tasks().stream()
        .filter(task -> !task.outputs().isEmpty())
        .limit(MAX_JOBS)
        .forEach(task -> outputs.put(task.ref().toString(), allBounded(task.outputs())));
    return Map.of(
        "jobs", run.summary().tasks(),
        "done", run.summary().tasksDone(),
        "failed", run.summary().tasksFailed(),
        "outputs", outputs,
        "artifacts",
            run.tasks().stream()
                .flatMap(task -> task.artifacts().stream())
                .limit(MAX_JOBS)
                .map(artifact -> bounded(artifact.name()))
                .toList());
  }

  /// Why it failed: what the first job that did says.
  private static Optional<String> error(RunDetail run) {
    return run.tasks().stream()
        .filter(task -> task.conclusion().filter("failure"::equals).isPresent())
        .findFirst()
        .map(task -> bounded(task.ref() + ": " + task.why()));
  }

  private static Map<String, String> allBounded(Map<String, String> texts) {
    Map<String, String> clean = new LinkedHashMap<>();
    texts.entrySet().stream()
        .limit(MAX_JOBS)
        .forEach(entry -> clean.put(Untrusted.line(entry.getKey()), bounded(entry.getValue())));
    return clean;
  }

  private static String bounded(String text) {
    String clean = Untrusted.clean(text);
    return clean.length() <= MAX_TEXT ? clean : clean.substring(0, MAX_TEXT) + "…";
  }

  /// Since 1970, as the earlier system counted.
  private static double seconds(Instant instant) {
    return instant.toEpochMilli() / 1e3;
  }

  /// One line of a list.
  static String line(Map<String, Object> shape) {
    return shape.get("workflow_id")
        + "  "
        + shape.get("status")
        + (Boolean.TRUE.equals(shape.get("held")) ? " (held)" : "")
        + "  "
        + Untrusted.line(String.valueOf(shape.get("name")))
        + "  "
        + Untrusted.line(String.valueOf(shape.get("workflow_file")));
  }
}
