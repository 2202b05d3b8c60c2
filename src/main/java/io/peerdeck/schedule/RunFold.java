package io.peerdeck.schedule;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns the entries of one run into its state by the rules of DESIGN §3. A pure function of the
/// entries and the [RunHistory]; the object only remembers what it has read and ranked before, so
/// that folding again after one more entry is cheap. One thread at a time.
public final class RunFold {
  private final RunHistory history;
  private final Entry submitted;
  private final Submission submission;
  private final Map<String, Set<String>> ancestors;
  private final Map<Cid, Optional<Read>> known = new HashMap<>();
  private final Map<List<Object>, List<PeerId>> eligible = new HashMap<>();
  private final Map<List<Object>, Ranking> rankings = new HashMap<>();
  private final Map<TaskKey, Optional<TakenResult>> taken = new HashMap<>();

  private RunFold(RunHistory history, Entry submitted, Submission submission) {
    this.history = history;
    this.submitted = submitted;
    this.submission = submission;
    this.ancestors = submission.ancestors();
  }

  /// The fold of a run.
  ///
  /// @param submitted its `run.submitted` entry
  /// @return empty if the entry is none, or cannot be read: then it has no effect
  public static Optional<RunFold> of(RunHistory history, Entry submitted) {
    if (!submitted.kind().equals(Submission.KIND) || !submitted.key().equals(Submission.KEY)) {
      return Optional.empty();
    }
    return read(submitted).map(event -> new RunFold(history, submitted, (Submission) event));
  }

  /// The run after these entries.
  ///
  /// @param inOrder entries whose key is the run's id, in the clock's order
  /// @return empty if the submission has no effect
  public Optional<RunState> state(Collection<Entry> inOrder) {
    if (!history.hasEffect(submitted)) {
      return Optional.empty();
    }
    Notes notes = new Notes();
    for (Entry entry : inOrder) {
      known
          .computeIfAbsent(
              entry.cid(),
              cid -> read(entry).map(event -> new Read(event, history.isAllowed(entry))))
          .ifPresent(read -> notes.add(entry, read));
    }
    Map<String, List<TaskState>> byJob = new HashMap<>();
    int total = 0;
    for (Submission.Job job : submission.inOrderOfNeeds()) {
      int count = LateTasks.count(job, byJob, Submission.MAX_TASKS - total);
      total += count;
      List<TaskState> tasks = new ArrayList<>(count);
      for (int index = 0; index < count; index++) {
        TaskKey key = new TaskKey(job.id(), index);
        tasks.add(new TaskFold(this, notes, job, key, byJob).state());
      }
      byJob.put(job.id(), Siblings.judged(job, tasks));
    }
    List<TaskState> inFileOrder =
        submission.jobs().stream()
            .flatMap(job -> byJob.getOrDefault(job.id(), List.of()).stream())
            .toList();
    PeerId keeper = notes.adopters.isEmpty() ? submitted.author() : notes.adopters.getLast();
    return Optional.of(
        new RunState(
            submitted.cid(),
            submission,
            submitted.author(),
            submitted.lc(),
            submitted.ts(),
            status(inFileOrder, notes),
            notes.held,
            notes.priority,
            notes.cancellation(),
            keeper,
            inFileOrder));
  }

  private static RunStatus status(List<TaskState> tasks, Notes notes) {
    boolean finished = tasks.stream().allMatch(task -> task.status().finished());
    if (finished) {
      boolean cutShort =
          tasks.stream().anyMatch(t -> t.status() == RunStatus.CANCELLED && t.result().isEmpty());
      if (cutShort && !notes.cancels.isEmpty()) {
        return RunStatus.CANCELLED;
      }
      return any(tasks, RunStatus.FAILED)
          ? RunStatus.FAILED
          : any(tasks, RunStatus.CANCELLED) ? RunStatus.CANCELLED : RunStatus.COMPLETED;
    }
    if (any(tasks, RunStatus.IN_PROGRESS)
        || tasks.stream().anyMatch(t -> t.status().finished() && t.takenFrom().isEmpty())) {
      return RunStatus.IN_PROGRESS;
    }
    return any(tasks, RunStatus.ASSIGNED) ? RunStatus.ASSIGNED : RunStatus.PENDING;
  }

  private static boolean any(List<TaskState> tasks, RunStatus status) {
    return tasks.stream().anyMatch(task -> task.status() == status);
  }

  /// An entry nobody can read has no effect, like one of an unknown kind.
  private static Optional<RunEvent> read(Entry entry) {
    try {
      return RunEvent.parse(entry.kind(), entry.body());
    } catch (PeerdeckException unreadable) {
      return Optional.empty();
    }
  }

  Ranking ranking(Entry head, Submission.Job job, TaskKey task) {
    return rankings.computeIfAbsent(
        List.of(head.cid(), task),
        key ->
            Ranking.of(
                submission.strategy(),
                submitted.cid(),
                head.cid(),
                task,
                eligible.computeIfAbsent(
                    List.of(head.cid(), job.labels(task.index())),
                    k -> history.eligible(head, job.labels(task.index())))));
  }

  /// What the submission takes over for a task; does not change as entries arrive.
  Optional<TakenResult> taken(TaskKey task) {
    return taken.computeIfAbsent(task, key -> TakenResult.of(history, submitted, submission, key));
  }

  Submission submission() {
    return submission;
  }

  Entry submitted() {
    return submitted;
  }

  Set<String> ancestors(String job) {
    return ancestors.getOrDefault(job, Set.of());
  }

  /// A causal past is a subset of what stands before in order; the cheap half is asked first.
  boolean before(Entry earlier, Entry later) {
    return earlier.lc() < later.lc() && history.happenedBefore(earlier, later);
  }

  /// What never changes about an entry: what it says, and whether its author's role allowed it.
  private record Read(RunEvent event, boolean allowed) {}

  /// An entry and what it says.
  record Note(Entry entry, RunEvent event, boolean allowed, boolean effect) {}

  /// The entries of a run, sorted by what they are about.
  final class Notes {
    boolean held = submission.held();
    int priority = submission.priority();
    final List<PeerId> adopters = new ArrayList<>();
    final List<Entry> cancels = new ArrayList<>();
    private final List<Note> adoptions = new ArrayList<>();
    private final Map<TaskKey, List<Note>> byTask = new LinkedHashMap<>();
    private @Nullable Note cancelled;

    private void add(Entry entry, Read read) {
      Note note =
          new Note(entry, read.event, read.allowed, read.allowed && history.hasEffect(entry));
      switch (read.event) {
        case RunEvent.Assigned e -> about(e.task(), note);
        case RunEvent.Offered e -> about(e.task(), note);
        case RunEvent.Claimed e -> about(e.task(), note);
        case RunEvent.Declined e -> about(e.task(), note);
        case RunEvent.Finished e -> about(e.task(), note);
        case RunEvent.Sealed e -> about(e.task(), note);
        case RunEvent.Adopted e -> {
          adoptions.add(note);
          if (note.effect) {
            adopters.add(entry.author());
          }
        }
        case RunEvent.Held e -> held = note.effect || held;
        case RunEvent.Released e -> held = !note.effect && held;
        case RunEvent.Prioritised e -> priority = note.effect ? e.priority() : priority;
        case RunEvent.Cancelled e -> {
          if (note.effect) {
            cancels.add(entry);
            cancelled = cancelled == null ? note : cancelled;
          }
        }
        case Submission e -> {} // a second submission under a run's key says nothing
      }
    }

    private void about(TaskKey task, Note note) {
      byTask.computeIfAbsent(task, key -> new ArrayList<>()).add(note);
    }

    List<Note> of(TaskKey task) {
      return byTask.getOrDefault(task, List.of());
    }

    /// Whether the author of an offer or seal speaks for the run: its submitter, or an operator
    /// whose adoption came before.
    boolean speaksForRun(Entry entry) {
      return entry.author().equals(submitted.author())
          || adoptions.stream()
              .anyMatch(
                  adoption ->
                      adoption.allowed
                          && adoption.entry.author().equals(entry.author())
                          && before(adoption.entry, entry));
    }

    Optional<RunState.Cancellation> cancellation() {
      return Optional.ofNullable(cancelled)
          .map(
              note ->
                  new RunState.Cancellation(
                      note.entry.author(),
                      ((RunEvent.Cancelled) note.event).reason(),
                      note.entry.ts()));
    }
  }
}
