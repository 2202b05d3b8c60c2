package io.peerdeck.schedule;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The entries of one run and its state by them, kept while they grow: only the tasks that new
/// entries are about are folded again, and those that rest on them. A task that stands as before is
/// the same object as before. What it says is what a fold of all the entries at once says. One
/// thread at a time.
final class GrowingFold {
  private final RunFold fold;
  private final Submission submission;
  private final TreeSet<Entry> entries;
  private final Map<String, FoldedJob> folded = new HashMap<>();
  private Map<TaskKey, TaskState> inCalls = Map.of();
  private RunNotes notes;
  private boolean submitted;
  private boolean stale = true;
  private Optional<RunState> state = Optional.empty();

  /// The tasks of a job as they were folded last.
  ///
  /// @param indices of its tasks
  /// @param basis the tasks of the jobs before it that they were folded with
  /// @param alone each by itself
  /// @param judged the same as siblings
  private record FoldedJob(
      List<Integer> indices,
      List<List<TaskState>> basis,
      List<TaskState> alone,
      List<TaskState> judged) {
    boolean restsOn(List<List<TaskState>> now) {
      boolean same = basis.size() == now.size();
      for (int i = 0; same && i < now.size(); i++) {
        same = isSame(basis.get(i), now.get(i));
      }
      return same;
    }
  }

  GrowingFold(RunFold fold, Collection<Entry> entries) {
    this.fold = fold;
    this.submission = fold.submission();
    this.entries = new TreeSet<>(entries);
    this.notes = new RunNotes(fold);
    rejudge();
  }

  /// Takes more entries, whose key is the run's id, in any order.
  ///
  /// @return whether one of them is new
  boolean add(Collection<Entry> more) {
    boolean any = false;
    for (Entry entry : more) {
      if (entries.add(entry)) {
        fold.note(entry).ifPresent(notes::add);
        any = true;
      }
    }
    stale |= any;
    return any;
  }

  /// Asks of each entry anew whether it has effect: somebody was removed, or is frozen.
  void rejudge() {
    submitted = fold.isSubmitted();
    notes = new RunNotes(fold);
    folded.clear();
    stale = true;
    for (Entry entry : entries) {
      fold.note(entry).ifPresent(notes::add);
    }
  }

  /// How often the peer has sealed a result of the task, with or without effect.
  int seals(TaskKey task, PeerId peer, Cid result) {
    return (int)
        notes.of(task).stream()
            .filter(note -> note.event() instanceof RunEvent.Sealed e && e.result().equals(result))
            .filter(note -> note.entry().author().equals(peer))
            .count();
  }

  /// The run; empty while its submission has no effect.
  Optional<RunState> state() {
    if (stale) {
      state = submitted ? Optional.of(folded()) : Optional.empty();
      stale = false;
    }
    return state;
  }

  private RunState folded() {
    notes.sum();
    RunNotes.Touched touched = notes.touched();
    Map<String, List<TaskState>> byJob = new HashMap<>();
    Map<TaskKey, JobTerms> terms = new HashMap<>();
    int total = 0;
    for (Submission.Job job : submission.inOrderOfNeeds()) {
      LateTasks.Laid laid = fold.late().laid(job, byJob, Submission.MAX_TASKS - total);
      total += laid.indices().size();
      laid.terms().forEach((index, known) -> terms.put(new TaskKey(job.id(), index), known));
      byJob.put(job.id(), tasks(job, laid, byJob, touched));
    }
    List<TaskState> inFileOrder = new ArrayList<>(total);
    for (Submission.Job job : submission.jobs()) {
      inFileOrder.addAll(byJob.getOrDefault(job.id(), List.of()));
    }
    if (submission.hasCalls()) {
      inFileOrder = together(CallSiblings.judged(submission, terms, inFileOrder));
    }
    Entry entry = fold.submitted();
    return new RunState(
        entry.cid(),
        submission,
        entry.author(),
        entry.lc(),
        entry.ts(),
        status(inFileOrder),
        notes.held(),
        notes.priority(),
        notes.cancellation(),
        notes.keeper(),
        inFileOrder,
        terms);
  }

  /// What stands as before is the same object as before.
  private List<TaskState> together(List<TaskState> tasks) {
    Map<TaskKey, TaskState> now = new HashMap<>();
    List<TaskState> kept = new ArrayList<>(tasks.size());
    for (TaskState task : tasks) {
      TaskState before = inCalls.get(task.key());
      TaskState same = task.equals(before) ? before : task;
      now.put(task.key(), same);
      kept.add(same);
    }
    inCalls = now;
    return kept;
  }

  private List<TaskState> tasks(
      Submission.Job job,
      LateTasks.Laid laid,
      Map<String, List<TaskState>> byJob,
      RunNotes.Touched touched) {
    List<Integer> indices = laid.indices();
    List<List<TaskState>> basis = new ArrayList<>();
    for (String ancestor : fold.ancestors(job.id())) {
      basis.add(byJob.getOrDefault(ancestor, List.of()));
    }
    FoldedJob before = folded.get(job.id());
    @Nullable FoldedJob still =
        before != null && before.indices.equals(indices) && before.restsOn(basis) ? before : null;
    if (still != null && !touched.ofJob(job.id())) {
      return still.judged;
    }
    List<TaskState> alone = new ArrayList<>(indices.size());
    for (int index : indices) {
      TaskKey key = new TaskKey(job.id(), index);
      alone.add(
          still == null || touched.any(key)
              ? new TaskFold(fold, notes, job, key, byJob).state()
              : still.alone.get(alone.size()));
    }
    List<TaskState> judged = Siblings.judged(job, laid.terms(), alone);
    if (before != null) {
      keepEqual(before, alone, judged);
    }
    folded.put(job.id(), new FoldedJob(indices, basis, alone, judged));
    return judged;
  }

  /// Where siblings make of the same task the same again, it stays the same object.
  private static void keepEqual(FoldedJob before, List<TaskState> alone, List<TaskState> judged) {
    for (int i = 0; i < Math.min(judged.size(), before.judged.size()); i++) {
      TaskState old = before.judged.get(i);
      if (isSame(alone.get(i), before.alone.get(i)) && judged.get(i).equals(old)) {
        judged.set(i, old);
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // Whether it was made anew is the question.
  private static boolean isSame(Object one, Object other) {
    return one == other;
  }

  private RunStatus status(List<TaskState> tasks) {
    boolean finished = tasks.stream().allMatch(task -> task.status().finished());
    if (finished) {
      boolean cutShort =
          tasks.stream().anyMatch(t -> t.status() == RunStatus.CANCELLED && t.result().isEmpty());
      if (cutShort && !notes.cancels().isEmpty()) {
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
}
