package io.peerdeck.node;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.peerdeck.blob.BlobStore;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.runner.NeededJob;
import io.peerdeck.schedule.JobTerms;
import io.peerdeck.schedule.RunState;
import io.peerdeck.schedule.Submission;
import io.peerdeck.schedule.TaskKey;
import io.peerdeck.workflow.Job;
import io.peerdeck.workflow.LateMatrix;
import io.peerdeck.workflow.ParseResult;
import io.peerdeck.workflow.Plan;
import io.peerdeck.workflow.PlannedInstance;
import io.peerdeck.workflow.Revision;
import io.peerdeck.workflow.SecretReferences;
import io.peerdeck.workflow.SubmittedEvent;
import io.peerdeck.workflow.Value;
import io.peerdeck.workflow.Workflow;
import io.peerdeck.workflow.WorkflowException;
import io.peerdeck.workflow.WorkflowFile;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The workflow files of submissions, read back from the content store and held against what the
/// submission says of them.
final class SubmittedFiles {
  private static final int KEPT = 100;

  private final BlobStore blobs;
  private final Cache<Cid, Opened> opened = Caffeine.newBuilder().maximumSize(KEPT).build();

  SubmittedFiles(BlobStore blobs) {
    this.blobs = blobs;
  }

  /// A submission's file: its model, its plan, its text.
  ///
  /// @param secrets the names of the secrets each job names
  record Opened(Workflow workflow, Plan plan, byte[] text, Map<String, Set<String>> secrets) {
    static Opened of(Workflow workflow, Plan plan, byte[] text) {
      Map<String, Set<String>> secrets = new HashMap<>();
      workflow.jobs().forEach((id, job) -> secrets.put(id, SecretReferences.in(workflow, job)));
      return new Opened(workflow, plan, text, Map.copyOf(secrets));
    }

    Job job(String id) {
      return Optional.ofNullable(workflow.jobs().get(id))
          .orElseThrow(() -> refused("it has no job `" + id + "`"));
    }

    /// An instance; where it is not known yet, the one that stands for all.
    PlannedInstance instance(TaskKey task) {
      return plan.job(task.job())
          .flatMap(
              job ->
                  job.instance(task.index())
                      .or(() -> job.late().map(text -> job.instances().getFirst())))
          .orElseThrow(() -> refused("it has no task `" + task + "`"));
    }

    /// The same once what the job needs is over.
    ///
    /// @param indices of the tasks the run has of the job
    PlannedInstance instance(TaskKey task, Map<String, NeededJob> needs, List<Integer> indices) {
      if (plan.job(task.job()).filter(job -> job.late().isPresent()).isEmpty()) {
        return instance(task);
      }
      PlannedInstance instance = plan.instance(job(task.job()), task.index(), context(needs));
      if (!instance.isOneOf(indices)) {
        throw refused(
            "the matrix of `"
                + task.job()
                + "` has more instances by the results of its needs than a run has room for");
      }
      return instance;
    }

    /// What the `if` of a task sees of the matrices of the calls around its job; nothing where they
    /// make no matrix, which its instance then says.
    Map<String, Value> around(TaskKey task, Map<String, NeededJob> needs) {
      try {
        return plan.around(job(task.job()), task.index(), context(needs));
      } catch (WorkflowException noMatrix) {
        return Map.of();
      }
    }

    static Value.Obj context(Map<String, NeededJob> needs) {
      Map<String, String> results = new LinkedHashMap<>();
      Map<String, Map<String, String>> outputs = new LinkedHashMap<>();
      needs.forEach(
          (id, need) -> {
            results.put(id, need.result().text());
            outputs.put(id, need.outputs());
          });
      return LateMatrix.needs(results, outputs);
    }

    Map<String, Job> jobs() {
      return workflow.jobs();
    }
  }

  /// Opens a run's file. Throws [NodeException] when it is not held, not valid, or not what the
  /// submission says.
  Opened open(RunState run) {
    return opened.get(run.id(), id -> read(run.submission()));
  }

  private boolean isHeld(RunState run) {
    return opened.getIfPresent(run.id()) != null || blobs.has(run.submission().workflow());
  }

  /// The same where the file is held; empty where it is not yet or is no good.
  Optional<Opened> find(RunState run) {
    if (!isHeld(run)) {
      return Optional.empty();
    }
    try {
      return Optional.of(open(run));
    } catch (NodeException e) {
      return Optional.empty(); // whoever runs it is told why; a view just has less to show
    }
  }

  /// Why a task cannot be run from its submitted file; empty when it can, or the file is not held
  /// here yet.
  Optional<String> fault(RunState run, TaskKey task) {
    if (!isHeld(run)) {
      return Optional.empty();
    }
    try {
      open(run).instance(task);
      return Optional.empty();
    } catch (NodeException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  Job job(RunState run, String id) {
    return open(run).job(id);
  }

  private Opened read(Submission submission) {
    byte[] text =
        blobs
            .get(submission.workflow())
            .orElseThrow(() -> refused("its blob " + submission.workflow() + " is not held here"));
    ParseResult parsed = WorkflowFile.parse(submission.file(), text);
    Workflow workflow =
        parsed
            .workflow()
            .orElseThrow(
                () -> refused("it is not valid: " + parsed.diagnostics().getFirst().toString()));
    Plan plan =
        plan(Plan::of, workflow, submission)
            .or(() -> plan(Plan::ofEarlier, workflow, submission))
            .orElseThrow(() -> refused("its jobs are not those the submission names"));
    return Opened.of(workflow, plan, text);
  }

  private interface Planning {
    Plan of(
        Workflow workflow,
        Map<String, String> inputs,
        Map<String, String> vars,
        Revision revision,
        SubmittedEvent event);
  }

  /// The plan, where its jobs are those the submission names.
  private static Optional<Plan> plan(Planning planning, Workflow workflow, Submission submission) {
    return Optional.of(
            planning.of(
                workflow,
                submission.inputs(),
                submission.terms().vars(),
                submission.terms().revision(),
                submission.happened()))
        .filter(plan -> bare(SubmittedTerms.jobs(plan)).equals(bare(submission.jobs())));
  }

  /// Without the terms that the submission decides; the labels are the file's.
  private static List<Submission.Job> bare(List<Submission.Job> jobs) {
    return jobs.stream()
        .map(
            job ->
                new Submission.Job(
                    job.id(),
                    job.needs(),
                    job.runsOn(),
                    job.count(),
                    new JobTerms(
                        false,
                        0,
                        List.of(),
                        job.terms().labels(),
                        job.terms().matrix(),
                        job.terms().calls())))
        .toList();
  }

  private static NodeException refused(String why) {
    return new NodeException(
        NodeException.Reason.REFUSED, "The submitted workflow file cannot be run: " + why + ".");
  }
}
