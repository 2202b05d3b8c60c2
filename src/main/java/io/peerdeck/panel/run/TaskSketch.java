package io.peerdeck.panel.run;

import io.peerdeck.node.PeerRef;
import io.peerdeck.node.TaskRef;
import io.peerdeck.node.TaskView;
import io.peerdeck.schedule.RunStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A task without a run, for what shows some: screens made ahead, the gallery, tests. What is not
/// said of it is empty.
public final class TaskSketch {
  private final TaskRef ref;
  private final String name;
  private final List<String> needs;
  private final RunStatus status;
  private List<String> runsOn = List.of();
  private int attempt = 0;
  private Optional<Integer> position = Optional.empty();
  private List<TaskView.RankedPeer> ranking = List.of();
  private List<TaskView.ExcludedPeer> excluded = List.of();
  private Optional<PeerRef> holder = Optional.empty();
  private Optional<String> conclusion = Optional.empty();
  private Optional<String> resultCid = Optional.empty();
  private boolean sealed = false;
  private String why = "";
  private List<TaskView.StepView> steps = List.of();
  private Map<String, String> outputs = Map.of();
  private List<TaskView.ArtifactView> artifacts = List.of();
  private Optional<Instant> startedAt = Optional.empty();
  private Optional<Instant> finishedAt = Optional.empty();
  private long millis = 0;
  private long logBytes = 0;
  private List<TaskView.AnnotationView> annotations = List.of();
  private int summaryChars = 0;

  /// One that has this state and nothing else.
  public TaskSketch(TaskRef ref, String name, List<String> needs, RunStatus status) {
    this.ref = ref;
    this.name = name;
    this.needs = List.copyOf(needs);
    this.status = status;
  }

  /// All that is said of another.
  public static TaskSketch of(TaskView task) {
    return new TaskSketch(task.ref(), task.name(), task.needs(), task.status())
        .runsOn(task.runsOn())
        .attempt(task.attempt())
        .ranked(task.position(), task.ranking(), task.excluded())
        .holder(task.holder())
        .result(task.conclusion(), task.resultCid(), task.sealed())
        .why(task.why())
        .steps(task.steps())
        .made(task.outputs(), task.artifacts())
        .time(task.startedAt(), task.finishedAt(), task.millis())
        .logBytes(task.logBytes())
        .remarks(task.annotations(), task.summaryChars());
  }

  public TaskSketch runsOn(List<String> runsOn) {
    this.runsOn = runsOn;
    return this;
  }

  public TaskSketch attempt(int attempt) {
    this.attempt = attempt;
    return this;
  }

  public TaskSketch ranked(
      Optional<Integer> position,
      List<TaskView.RankedPeer> ranking,
      List<TaskView.ExcludedPeer> excluded) {
    this.position = position;
    this.ranking = ranking;
    this.excluded = excluded;
    return this;
  }

  public TaskSketch holder(Optional<PeerRef> holder) {
    this.holder = holder;
    return this;
  }

  public TaskSketch result(
      Optional<String> conclusion, Optional<String> resultCid, boolean sealed) {
    this.conclusion = conclusion;
    this.resultCid = resultCid;
    this.sealed = sealed;
    return this;
  }

  public TaskSketch why(String why) {
    this.why = why;
    return this;
  }

  public TaskSketch steps(List<TaskView.StepView> steps) {
    this.steps = steps;
    return this;
  }

  public TaskSketch made(Map<String, String> outputs, List<TaskView.ArtifactView> artifacts) {
    this.outputs = outputs;
    this.artifacts = artifacts;
    return this;
  }

  public TaskSketch time(Optional<Instant> startedAt, Optional<Instant> finishedAt, long millis) {
    this.startedAt = startedAt;
    this.finishedAt = finishedAt;
    this.millis = millis;
    return this;
  }

  public TaskSketch logBytes(long logBytes) {
    this.logBytes = logBytes;
    return this;
  }

  public TaskSketch remarks(List<TaskView.AnnotationView> annotations, int summaryChars) {
    this.annotations = annotations;
    this.summaryChars = summaryChars;
    return this;
  }

  /// The task as it is shown.
  public TaskView view() {
    return new TaskView(
        ref,
        name,
        needs,
        runsOn,
        status,
        attempt,
        position,
        ranking,
        excluded,
        Optional.empty(),
        holder,
        conclusion,
        resultCid,
        sealed,
        why,
        steps,
        outputs,
        artifacts,
        startedAt,
        finishedAt,
        millis,
        logBytes,
        annotations,
        summaryChars);
  }
}
