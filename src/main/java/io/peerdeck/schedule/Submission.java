package io.peerdeck.schedule;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What a `run.submitted` entry says. Checked when made, whether by hand or from another peer's
/// entry, so a submission that exists can be ranked and run.
///
/// @param name shown to people
/// @param file the workflow file's name
/// @param workflow raw block of the workflow file
/// @param snapshot UnixFS folder of the workspace
/// @param priority 1 (first) to 9 (last)
/// @param event what started it, as in `github.event_name`
/// @param held whether it waits for `run.released`
/// @param jobs in the file's order
/// @param again the run this one repeats
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
    Optional<Cid> again)
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

  private static final int MAX_TASKS = 1024;
  private static final int MAX_TEXT = 1024;

  /// One job of the workflow.
  ///
  /// @param needs ids of jobs that must have results before
  /// @param runsOn labels a peer must carry
  /// @param count how many tasks it makes: the size of its matrix, else 1
  public record Job(String id, List<String> needs, List<String> runsOn, int count) {
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
    }

    private Ipld toIpld() {
      return Ipld.map()
          .put("id", id)
          .put("needs", Ipld.texts(needs))
          .put("runsOn", Ipld.texts(runsOn))
          .put("count", count)
          .build();
    }

    private static Job parse(Ipld.Map map) {
      return new Job(
          map.text("id"),
          map.list("needs").texts(),
          map.list("runsOn").texts(),
          map.integer("count", 1, MAX_TASKS));
    }
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
    if (jobs.isEmpty()) {
      throw new ScheduleException("a run has at least one job");
    }
    checkGraph(jobs);
  }

  static int checkPriority(long priority) {
    if (priority < FIRST_PRIORITY || priority > LAST_PRIORITY) {
      throw new ScheduleException("priority is " + priority + ", must be 1 (first) to 9 (last)");
    }
    return (int) priority;
  }

  private static void checkGraph(List<Job> jobs) {
    Map<String, Job> byId = new HashMap<>();
    long tasks = 0;
    for (Job job : jobs) {
      if (byId.put(job.id(), job) != null) {
        throw new ScheduleException("job `" + job.id() + "` is there twice");
      }
      tasks += job.count();
    }
    if (tasks > MAX_TASKS) {
      throw new ScheduleException("a run has at most " + MAX_TASKS + " tasks, not " + tasks);
    }
    for (Job job : jobs) {
      for (String need : job.needs()) {
        if (!byId.containsKey(need)) {
          throw new ScheduleException(
              "job `" + job.id() + "` needs `" + need + "`, which does not exist");
        }
      }
    }
    if (topological(jobs).size() < jobs.size()) {
      throw new ScheduleException("the jobs need each other in a circle");
    }
  }

  /// Jobs after all they need; fewer than given if there is a circle.
  private static List<Job> topological(List<Job> jobs) {
    Map<String, Integer> open = new HashMap<>();
    Map<String, List<Job>> dependents = new HashMap<>();
    Deque<Job> free = new ArrayDeque<>();
    for (Job job : jobs) {
      Set<String> needs = new LinkedHashSet<>(job.needs());
      open.put(job.id(), needs.size());
      needs.forEach(need -> dependents.computeIfAbsent(need, n -> new ArrayList<>()).add(job));
      if (needs.isEmpty()) {
        free.add(job);
      }
    }
    List<Job> sorted = new ArrayList<>(jobs.size());
    while (!free.isEmpty()) {
      Job job = free.remove();
      sorted.add(job);
      for (Job dependent : dependents.getOrDefault(job.id(), List.of())) {
        if (open.merge(dependent.id(), -1, Integer::sum) == 0) {
          free.add(dependent);
        }
      }
    }
    return sorted;
  }

  /// Jobs such that each comes after all it needs.
  List<Job> inOrderOfNeeds() {
    return topological(jobs);
  }

  /// For each job all it rests on: its needs, their needs, and so on.
  Map<String, Set<String>> ancestors() {
    Map<String, Set<String>> ancestors = new LinkedHashMap<>();
    for (Job job : inOrderOfNeeds()) {
      Set<String> all = new LinkedHashSet<>();
      for (String need : job.needs()) {
        all.addAll(ancestors.getOrDefault(need, Set.of()));
        all.add(need);
      }
      ancestors.put(job.id(), all);
    }
    return ancestors;
  }

  /// The job of that id, if the run has one.
  public Optional<Job> job(String id) {
    return jobs.stream().filter(job -> job.id().equals(id)).findFirst();
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

  /// The same workflow, snapshot and inputs once more, not held.
  ///
  /// @param run the run that is repeated
  public Submission repeated(Cid run) {
    return new Submission(
        name,
        file,
        workflow,
        snapshot,
        strategy,
        priority,
        tags,
        event,
        inputs,
        false,
        jobs,
        Optional.of(run));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Ipld.Map toBody() {
    return Ipld.map()
        .put("name", name)
        .put("file", file)
        .put("workflow", workflow)
        .putLinkOrNull("snapshot", snapshot)
        .put("strategy", strategy.text())
        .put("priority", priority)
        .put("tags", Ipld.texts(tags))
        .put("event", event)
        .putTexts("inputs", inputs)
        .put("held", held)
        .put("jobs", Ipld.list(jobs.stream().map(Job::toIpld).toList()))
        .putLinkOrNull("again", again)
        .build();
  }

  static Submission parse(Ipld.Map body) {
    return new Submission(
        body.text("name"),
        body.text("file"),
        body.link("workflow"),
        body.optLink("snapshot"),
        RankingStrategy.parse(body.text("strategy")),
        checkPriority(body.integer("priority")),
        body.list("tags").texts(),
        body.text("event"),
        RunEvent.texts(body.map("inputs")),
        body.bool("held"),
        body.list("jobs").maps().stream().map(Job::parse).toList(),
        body.optLink("again"));
  }
}
