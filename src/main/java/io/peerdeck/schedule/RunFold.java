package io.peerdeck.schedule;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Turns the entries of one run into its state by the rules of DESIGN §3. A pure function of the
/// entries and the [RunHistory]; the object only remembers what it has read and ranked before. What
/// grows entry by entry is kept folded by [GrowingFold]. One thread at a time.
public final class RunFold {
  private final RunHistory history;
  private final Entry submitted;
  private final Submission submission;
  private final Map<String, Set<String>> ancestors;
  private final LateTasks late;
  private final Map<Cid, Optional<Read>> known = new HashMap<>();
  private final Map<List<Object>, List<PeerId>> eligible = new HashMap<>();
  private final Map<List<Object>, Ranking> rankings = new HashMap<>();
  private final Map<TaskKey, Optional<TakenResult>> taken = new HashMap<>();

  private RunFold(RunHistory history, Entry submitted, Submission submission) {
    this.history = history;
    this.submitted = submitted;
    this.submission = submission;
    this.ancestors = submission.ancestors();
    this.late = new LateTasks(submission);
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
  /// @param entries whose key is the run's id
  /// @return empty if the submission has no effect
  public Optional<RunState> state(Collection<Entry> entries) {
    return new GrowingFold(this, entries).state();
  }

  /// Whether the run exists: its submission has effect.
  boolean isSubmitted() {
    return history.hasEffect(submitted);
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

  LateTasks late() {
    return late;
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

  /// What an entry says, with the effect it has now; empty for one that nobody can read.
  Optional<RunNotes.Note> note(Entry entry) {
    return known
        .computeIfAbsent(
            entry.cid(), cid -> read(entry).map(event -> new Read(event, history.isAllowed(entry))))
        .map(
            read ->
                new RunNotes.Note(
                    entry, read.event, read.allowed, read.allowed && history.hasEffect(entry)));
  }

  /// What never changes about an entry: what it says, and whether its author's role allowed it.
  private record Read(RunEvent event, boolean allowed) {}
}
