package io.peerdeck.node;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.schedule.QueuePlace;
import io.peerdeck.schedule.RunEvent;
import io.peerdeck.schedule.RunRow;
import io.peerdeck.schedule.RunState;
import io.peerdeck.schedule.RunStatus;
import io.peerdeck.schedule.TaskKey;
import io.peerdeck.schedule.TaskState;
import io.peerdeck.workflow.Job;
import io.peerdeck.workflow.Step;
import io.peerdeck.workflow.Template;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// Folded runs as the panel and the API show them.
final class RunViews {
  private final PeerNames names;
  private final RankingViews rankings;
  private final WaitingReason waiting;
  private final Function<Cid, List<TaskView.StepView>> liveSteps;
  private final NotesReading notes;

  /// @param liveSteps the steps of a claim running on this node; empty for any other
  RunViews(
      PeerNames names,
      RankingViews rankings,
      WaitingReason waiting,
      Function<Cid, List<TaskView.StepView>> liveSteps,
      NotesReading notes) {
    this.names = names;
    this.rankings = rankings;
    this.waiting = waiting;
    this.liveSteps = liveSteps;
    this.notes = notes;
  }

  RunSummary summary(RunState run, Optional<QueuePlace> place) {
    OptionalLong finished = run.finishedAt();
    return new RunSummary(
        run.id().toString(),
        run.submission().name(run.id()),
        run.submission().file(),
        run.submission().tags(),
        run.status(),
        run.held(),
        run.priority(),
        names.ref(run.submitter()),
        Instant.ofEpochMilli(run.ts()),
        instant(finished),
        run.tasks().size(),
        run.done(),
        run.failed(),
        run.peers().stream().map(names::ref).toList(),
        place.map(found -> found.runs() + 1).filter(n -> waits(run.status())),
        waitsFor(run));
  }

  private static boolean waits(RunStatus status) {
    return status == RunStatus.PENDING || status == RunStatus.ASSIGNED;
  }

  /// The same from the list of runs.
  ///
  /// @param ref names a peer; the same one for the same peer keeps a long list small
  /// @param waits why it waits
  RunSummary summary(RunRow run, Function<PeerId, PeerRef> ref, String waits) {
    return new RunSummary(
        run.id().toString(),
        run.name(),
        run.file(),
        run.tags(),
        run.status(),
        run.held(),
        run.priority(),
        ref.apply(run.submitter()),
        Instant.ofEpochMilli(run.ts()),
        instant(run.finishedAt()),
        run.tasks(),
        run.done(),
        run.failed(),
        run.peers().stream().map(ref).toList(),
        run.place().isPresent() ? Optional.of(run.place().getAsInt() + 1) : Optional.empty(),
        waits);
  }

  /// Why the first waiting task of a run waits; empty text if something runs, or all has ended.
  String waitsFor(RunState run) {
    boolean moving =
        run.status().finished()
            || run.tasks().stream().anyMatch(task -> task.status() == RunStatus.IN_PROGRESS);
    if (moving) {
      return "";
    }
    return run.tasks().stream()
        .filter(task -> !task.status().finished())
        .map(task -> waiting.of(run, task))
        .filter(why -> !why.isEmpty())
        .findFirst()
        .orElse("");
  }

  /// One run's tasks; names and steps come from the workflow file where it is held.
  List<TaskView> tasks(
      RunState run, Optional<QueuePlace> place, Optional<SubmittedFiles.Opened> opened) {
    TaskNames taskNames = new TaskNames(run, opened);
    Map<String, Job> jobs = opened.map(SubmittedFiles.Opened::jobs).orElse(Map.of());
    List<TaskView> views = new ArrayList<>();
    int before = place.map(QueuePlace::tasks).orElse(0);
    for (TaskState task : run.tasks()) {
      boolean waits =
          task.waiting() == TaskState.Wait.OWNER || task.waiting() == TaskState.Wait.ASSIGNED_PEER;
      Optional<Integer> position =
          waits && place.isPresent() ? Optional.of(++before) : Optional.empty();
      views.add(
          task(
              run,
              task,
              position,
              taskNames.of(task.key()),
              Optional.ofNullable(jobs.get(task.key().job()))));
    }
    return views;
  }

  private TaskView task(
      RunState run, TaskState task, Optional<Integer> position, String name, Optional<Job> job) {
    TaskKey key = task.key();
    Optional<TaskState.Claim> holder = task.holder();
    Optional<TaskState.Result> result = task.result();
    Optional<RunEvent.Finished> finished = result.map(TaskState.Result::finished);
    Optional<PeerId> runner =
        result.map(TaskState.Result::peer).or(() -> holder.map(TaskState.Claim::peer));
    Optional<io.peerdeck.schedule.Submission.Job> submitted = run.submission().job(key.job());
    JobNotes told = finished.map(done -> notes.of(run.id(), runner, done)).orElse(JobNotes.NONE);
    Optional<Instant> started = holder.map(claim -> Instant.ofEpochMilli(claim.ts()));
    Optional<Instant> ended = result.map(ready -> Instant.ofEpochMilli(ready.ts()));
    return new TaskView(
        new TaskRef(key.job(), key.index()),
        name,
        submitted.map(io.peerdeck.schedule.Submission.Job::needs).orElse(List.of()),
        submitted.map(known -> known.labels(key.index())).orElse(List.of()),
        task.status(),
        finished.map(RunEvent.Finished::attempt).orElse(task.attempt()),
        position,
        rankings.ranked(task),
        rankings.excluded(task, submitted),
        task.assigned().map(names::ref),
        runner.map(names::ref),
        finished.map(found -> found.conclusion().text()),
        result.map(found -> found.cid().toString()),
        task.sealed(),
        waiting.of(run, task),
        steps(holder, finished, job),
        finished.map(RunEvent.Finished::outputs).orElse(Map.of()),
        finished.map(RunViews::artifacts).orElse(List.of()),
        started,
        ended,
        finished
            .map(RunEvent.Finished::millis)
            .orElseGet(() -> started.map(RunViews::since).orElse(0L)),
        finished.map(RunEvent.Finished::logBytes).orElse(0L),
        told.annotations(),
        told.summary().length());
  }

  private static Optional<Instant> instant(OptionalLong millis) {
    return millis.isPresent()
        ? Optional.of(Instant.ofEpochMilli(millis.getAsLong()))
        : Optional.empty();
  }

  private static long since(Instant started) {
    return Math.max(0, Duration.between(started, Instant.now()).toMillis());
  }

  private List<TaskView.StepView> steps(
      Optional<TaskState.Claim> holder, Optional<RunEvent.Finished> finished, Optional<Job> job) {
    List<TaskView.StepView> steps = new ArrayList<>();
    if (finished.isPresent()) {
      for (RunEvent.Finished.Step step : finished.get().steps()) {
        steps.add(
            new TaskView.StepView(
                steps.size() + 1,
                step.name(),
                step.conclusion().text(),
                instant(step.startedAt()),
                step.millis()));
      }
      return steps;
    }
    List<TaskView.StepView> live =
        holder.map(claim -> liveSteps.apply(claim.cid())).orElse(List.of());
    if (!live.isEmpty() || job.isEmpty()) {
      return live;
    }
    job.get()
        .steps()
        .forEach(
            step ->
                steps.add(
                    new TaskView.StepView(
                        steps.size() + 1, stepName(step), "pending", Optional.empty(), 0)));
    return steps;
  }

  private static String stepName(Step step) {
    return step.name().map(Template::source).orElseGet(step::defaultName);
  }

  private static List<TaskView.ArtifactView> artifacts(RunEvent.Finished finished) {
    return finished.artifacts().stream()
        .map(
            artifact ->
                new TaskView.ArtifactView(
                    artifact.name(), artifact.cid().toString(), artifact.bytes()))
        .toList();
  }
}
