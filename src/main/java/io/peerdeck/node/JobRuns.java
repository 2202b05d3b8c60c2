package io.peerdeck.node;

import io.peerdeck.blob.UnixFs;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import io.peerdeck.runner.ActionPort;
import io.peerdeck.runner.ArtifactRef;
import io.peerdeck.runner.CancelToken;
import io.peerdeck.runner.JobFolders;
import io.peerdeck.runner.JobGrants;
import io.peerdeck.runner.JobLimits;
import io.peerdeck.runner.JobOutcome;
import io.peerdeck.runner.JobRunner;
import io.peerdeck.runner.LogSpool;
import io.peerdeck.runner.StepResult;
import io.peerdeck.schedule.Conclusion;
import io.peerdeck.schedule.JobExecution;
import io.peerdeck.schedule.RunEvent;
import io.peerdeck.schedule.RunState;
import io.peerdeck.schedule.TaskKey;
import io.peerdeck.workflow.Job;
import io.peerdeck.workflow.PlannedInstance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the tasks this node holds: takes the job out of the submitted file, gives it to the runner
/// with a folder of its own, and keeps its log and artifacts as blobs.
final class JobRuns implements JobExecution, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobRuns.class);

  private final JobRunner runner;
  private final SubmittedFiles submitted;
  private final UnixFs files;
  private final BlobTraffic traffic;
  private final LogShelf shelf;
  private final JobCaches caches;
  private final RunCaches.Members members;
  private final JobAllowances allowances;
  private final JobThreads threads;
  private final NodeMeter meter;
  private final Consumer<Change> changes;
  private final Map<Cid, Running> running = new ConcurrentHashMap<>();

  JobRuns(
      JobRunner runner,
      SubmittedFiles submitted,
      UnixFs files,
      BlobTraffic traffic,
      LogShelf shelf,
      JobCaches caches,
      RunCaches.Members members,
      JobAllowances allowances,
      JobFolders folders,
      NodeMeter meter,
      Consumer<Change> changes) {
    this.runner = runner;
    this.submitted = submitted;
    this.files = files;
    this.traffic = traffic;
    this.shelf = shelf;
    this.caches = caches;
    this.members = members;
    this.allowances = allowances;
    this.threads = new JobThreads(runner, folders, JobThreads.IDLE);
    this.meter = meter;
    this.changes = changes;
  }

  @Override
  public boolean runsAfterFailure(RunState run, TaskKey task) {
    return !submitted.job(run, task.job()).condition().isSuccess();
  }

  @Override
  public void start(JobExecution.JobRequest request, Slot slot, Consumer<JobReport> report) {
    Running job = new Running(request, new CancelToken(), new LiveSteps(), new AtomicBoolean());
    running.put(request.claim(), job);
    meter.started(request.run(), request.task());
    threads.execute(
        () -> {
          JobReport ended;
          try {
            ended = run(job, slot);
          } catch (PeerdeckException | NodeException e) {
            ended = JobReport.of(Conclusion.FAILURE, String.valueOf(e.getMessage()));
          } catch (RuntimeException | Error e) {
            LOG.error("Running {} of {} failed", request.task(), request.run().id(), e);
            ended = JobReport.of(Conclusion.FAILURE, "The node failed at this job: " + e);
          } finally {
            running.remove(request.claim());
          }
          meter.ended(ended);
          report.accept(ended);
        });
  }

  @Override
  public void cancel(Cid claim, String why) {
    Running job = running.get(claim);
    if (job != null) {
      job.token().cancel(why);
    }
  }

  /// The steps of a claim that runs here now; empty for any other.
  List<TaskView.StepView> liveSteps(Cid claim) {
    Running job = running.get(claim);
    return job == null ? List.of() : job.steps().views();
  }

  /// Whether a job of the peer runs here now.
  boolean submittedBy(PeerId peer) {
    return running.values().stream().anyMatch(job -> job.request().run().submitter().equals(peer));
  }

  /// Jobs whose processes run here now.
  int count() {
    return (int) running.values().stream().filter(job -> !job.left().get()).count();
  }

  private JobReport run(Running running, Slot slot) {
    JobExecution.JobRequest request = running.request();
    RunState run = request.run();
    SubmittedFiles.Opened opened = submitted.open(run);
    Job job = opened.job(request.task().job());
    JobInputs inputs =
        JobInputs.of(run, request.task(), request.inputs(), opened, allowances.variables());
    if (!inputs.letRun(run, request.task(), opened)) {
      return JobReport.of(Conclusion.SKIPPED, inputs.whySkipped(job));
    }
    PlannedInstance instance =
        opened.instance(request.task(), inputs.needs(), run.indicesOf(request.task().job()));
    JobGrants grants = allowances.of(run, opened, request.task().job());
    LogSpool spool = shelf.create(request.claim());
    JobOutcome outcome;
    JobThreads.Place place = threads.place(grants.isolation());
    try {
      outcome =
          runner.run(
              new io.peerdeck.runner.JobRequest(
                  opened.workflow(),
                  job,
                  instance,
                  inputs.github(),
                  inputs.needs(),
                  opened.plan().inputs(),
                  place.folder(),
                  target -> materialise(run, target),
                  new RunArtifacts(files, inputs.artifacts(), root -> fetch(run, root)),
                  new RunCaches(
                      run.submitter(),
                      caches,
                      members,
                      files,
                      (root, holder) -> traffic.fetch(root, List.of(holder))),
                  JobLimits.DEFAULT,
                  grants,
                  (pinned, target) -> action(run, pinned, target)),
              place.sandbox(),
              new JobSink(
                  spool,
                  request.run().id(),
                  request.task(),
                  running.steps(),
                  shelf::grew,
                  slot::ending,
                  changes),
              running.token());
      running.left().set(true);
      slot.left();
    } finally {
      threads.discard(place);
      spool.close();
      shelf.finished(request.claim());
    }
    return report(run, request, outcome, JobEnding.of(job, instance, inputs, opened, outcome));
  }

  /// The submission names the files, so every peer runs the same.
  private void action(RunState run, String pinned, Path target) {
    Cid folder = run.submission().terms().actions().get(pinned);
    if (folder == null) {
      ActionPort.none().materialise(pinned, target);
      return;
    }
    fetch(run, folder);
    files.exportFolder(folder, target);
  }

  private long materialise(RunState run, Path target) {
    Cid snapshot =
        run.submission()
            .snapshot()
            .orElseThrow(
                () ->
                    new NodeException(
                        NodeException.Reason.NOT_FOUND,
                        "The run was submitted without a workspace snapshot."));
    fetch(run, snapshot);
    files.exportFolder(snapshot, target);
    return files.size(snapshot);
  }

  private void fetch(RunState run, Cid root) {
    List<PeerId> from = new ArrayList<>(run.peers());
    from.addFirst(run.submitter());
    traffic.fetch(root, from);
  }

  private JobReport report(
      RunState run, JobExecution.JobRequest request, JobOutcome outcome, JobEnding ending) {
    Path logFile = shelf.file(request.claim());
    Cid log = files.importFinished(logFile);
    List<RunEvent.Finished.Artifact> artifacts = new ArrayList<>();
    for (ArtifactRef artifact : outcome.artifacts()) {
      artifacts.add(
          new RunEvent.Finished.Artifact(
              artifact.name(), Cid.parse(artifact.cid()), artifact.bytes()));
    }
    Optional<Cid> notes = JobNotes.of(outcome).store(files);
    List<Cid> roots = new ArrayList<>(List.of(log));
    notes.ifPresent(roots::add);
    artifacts.forEach(artifact -> roots.add(artifact.cid()));
    traffic.offer(run.keeper(), roots);
    return new JobReport(
        ending.conclusion(),
        outcome.outputs(),
        Optional.of(log),
        logFile.toFile().length(),
        notes,
        artifacts,
        outcome.steps().stream().map(JobRuns::step).toList(),
        outcome.millis(),
        ending.message());
  }

  private static RunEvent.Finished.Step step(StepResult step) {
    return new RunEvent.Finished.Step(
        step.name(),
        Conclusion.parse(step.conclusion().text()),
        step.startedAt().isPresent()
            ? OptionalLong.of(step.startedAt().get().toEpochMilli())
            : OptionalLong.empty(),
        step.millis());
  }

  /// Stops every job at once and waits until its processes are gone.
  @Override
  public void close() {
    running.values().forEach(job -> job.token().stop("The node is going down."));
    threads.close();
  }

  /// @param left set once its processes are gone
  private record Running(
      JobExecution.JobRequest request, CancelToken token, LiveSteps steps, AtomicBoolean left) {}
}
