package io.peerdeck.schedule;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.workflow.PlannedGroup;
import io.peerdeck.workflow.RunName;
import io.peerdeck.workflow.SubmittedEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What a `run.submitted` entry says. Checked when made, whether by hand or from another peer's
/// entry, so a submission that exists can be ranked and run.
///
/// @param name shown to people; [PlannedGroup#RUN] stands in it for the run's id
/// @param file the workflow file's name
/// @param workflow raw block of the workflow file
/// @param snapshot UnixFS folder of the workspace
/// @param priority 1 (first) to 9 (last)
/// @param event what started it, as in `github.event_name`
/// @param held whether it waits for `run.released`
/// @param jobs in the file's order
/// @param again the run this one repeats, and what it has from it
/// @param terms what holds for the run as a whole
public record Submission(
    String name,
    String file,
    Cid workflow,
    Optional<Cid> snapshot,
    RankingStrategy strategy,
    int priority,
    List<String> tags,
    String event,
    Map<String, String> inputs,
    boolean held,
    List<Job> jobs,
    Optional<Repeat> again,
    RunTerms terms)
    implements RunEvent {
  /// The entry kind.
  public static final String KIND = "run.submitted";

  /// The key of all submissions.
  public static final String KEY = "run";

  /// Most urgent.
  public static final int FIRST_PRIORITY = 1;

  /// Least urgent.
  public static final int LAST_PRIORITY = 9;

  /// Unless said otherwise.
  public static final int DEFAULT_PRIORITY = 5;

  static final int MAX_TASKS = 1024;
  private static final int MAX_TEXT = 1024;

  /// One job of the workflow.
  ///
  /// @param needs ids of jobs that must have results before
  /// @param runsOn labels a peer must carry
  /// @param count how many tasks it makes: the size of its matrix, else 1
  /// @param terms what binds them to each other
  public record Job(String id, List<String> needs, List<String> runsOn, int count, JobTerms terms) {
    /// A job whose tasks run as they can.
    public Job(String id, List<String> needs, List<String> runsOn, int count) {
      this(id, needs, runsOn, count, JobTerms.NONE);
    }

    /// Copies the lists.
    public Job {
      needs = List.copyOf(needs);
      runsOn = List.copyOf(runsOn);
      if (id.isEmpty() || id.length() > MAX_TEXT) {
        throw new ScheduleException("a job id has 1 to " + MAX_TEXT + " characters");
      }
      if (count < 1 || count > MAX_TASKS) {
        throw new ScheduleException(
            "job `" + id + "` makes " + count + " tasks; 1 to " + MAX_TASKS + " are possible");
      }
      if (!terms.labels().isEmpty() && terms.labels().size() != count) {
        throw new ScheduleException(
            "job `"
                + id
                + "` has labels for "
                + terms.labels().size()
                + " of its "
                + count
                + " tasks");
      }
    }

    /// The labels a peer must carry for one task.
    public List<String> labels(int index) {
      return index >= 0 && index < terms.labels().size() ? terms.labels().get(index) : runsOn;
    }
  }

  /// Begins one of a workflow; what is not said of it is usual.
  ///
  /// @param file the workflow file's name
  /// @param workflow raw block of the workflow file
  public static SubmissionBuilder of(String name, String file, Cid workflow, List<Job> jobs) {
    return new SubmissionBuilder(name, file, workflow, jobs);
  }

  /// Begins another one that is like this.
  public SubmissionBuilder toBuilder() {
    return new SubmissionBuilder(this);
  }

  /// Checks and copies.
  ///
  /// @throws ScheduleException saying what is wrong
  public Submission {
    tags = List.copyOf(tags);
    inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
    jobs = List.copyOf(jobs);
    if (name.isBlank() || name.length() > MAX_TEXT || file.length() > MAX_TEXT) {
      throw new ScheduleException("a run has a name and a file name of at most 1024 characters");
    }
    checkPriority(priority);
    if (terms.happened().filter(happened -> !happened.name().equals(event)).isPresent()) {
      throw new ScheduleException("a run is of one event, not of " + event + " and another");
    }
    if (jobs.isEmpty()) {
      throw new ScheduleException("a run has at least one job");
    }
    JobOrder.check(jobs, MAX_TASKS);
  }

  static int checkPriority(long priority) {
    if (priority < FIRST_PRIORITY || priority > LAST_PRIORITY) {
      throw new ScheduleException("priority is " + priority + ", must be 1 (first) to 9 (last)");
    }
    return (int) priority;
  }

  /// Jobs such that each comes after all it needs.
  List<Job> inOrderOfNeeds() {
    return JobOrder.topological(jobs);
  }

  /// For each job all it rests on: its needs, their needs, and so on.
  Map<String, Set<String>> ancestors() {
    return JobOrder.ancestors(jobs);
  }

  /// The job of that id, if the run has one.
  public Optional<Job> job(String id) {
    return jobs.stream().filter(job -> job.id().equals(id)).findFirst();
  }

  /// Whether a task has to do with one of a job before its own: both are of the same combination of
  /// each call that both are in.
  boolean areTogether(TaskKey task, TaskKey earlier) {
    Optional<Job> own = job(task.job()).filter(job -> !job.terms().calls().isEmpty());
    Optional<Job> other = own.flatMap(here -> job(earlier.job()));
    return other.isEmpty()
        || Combinations.areSame(
            Combinations.shared(own.get().terms(), other.get().terms()),
            task.index(),
            earlier.index());
  }

  /// Whether some of its tasks are in calls with a matrix.
  boolean hasCalls() {
    return jobs.stream().anyMatch(job -> !job.terms().calls().isEmpty());
  }

  /// All tasks in the file's order.
  public List<TaskKey> tasks() {
    List<TaskKey> tasks = new ArrayList<>();
    for (Job job : jobs) {
      for (int index = 0; index < job.count(); index++) {
        tasks.add(new TaskKey(job.id(), index));
      }
    }
    return tasks;
  }

  /// What it says has happened: an event, or that it is made by hand.
  public SubmittedEvent happened() {
    return terms.happened().orElse(SubmittedEvent.BY_HAND);
  }

  /// The name of its run, which may name the run's id.
  public String name(Cid run) {
    return name.replace(PlannedGroup.RUN, run.toString());
  }

  /// The same with its number among the runs of its workflow.
  Submission numbered(int number) {
    return toBuilder()
        .name(name.replace(RunName.NUMBER, Integer.toString(number)))
        .terms(terms.numbered(number))
        .build();
  }

  /// The same workflow, snapshot and inputs once more, not held.
  ///
  /// @param run the run that is repeated
  public Submission repeated(Cid run) {
    return repeated(Repeat.whole(run));
  }

  /// The same once more, not held, with what it has from the run it repeats.
  Submission repeated(Repeat repeat) {
    return toBuilder().held(false).again(repeat).build();
  }

  @Override
  public String kind() {
    return KIND;
  }
}
