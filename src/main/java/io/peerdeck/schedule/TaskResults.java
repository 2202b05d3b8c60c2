package io.peerdeck.schedule;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.schedule.RunNotes.Note;
import io.peerdeck.schedule.TaskState.Result;
import io.peerdeck.schedule.TaskState.Seal;
import io.peerdeck.schedule.TaskState.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The part of [TaskFold] that looks at what was finished for a task: which result counts, and who
/// stands for it.
final class TaskResults {
  private final RunFold run;
  private final RunNotes notes;
  private final Submission.Job job;
  private final TaskKey key;
  private final Map<String, List<TaskState>> earlier;
  private final List<Bid> bids;
  private final List<Note> finishes;
  private final List<Note> seals;

  /// @param earlier the tasks folded before, by job: among them all this one needs
  /// @param bids of the task; this and the next two may be filled after the call
  TaskResults(
      RunFold run,
      RunNotes notes,
      Submission.Job job,
      TaskKey key,
      Map<String, List<TaskState>> earlier,
      List<Bid> bids,
      List<Note> finishes,
      List<Note> seals) {
    this.run = run;
    this.notes = notes;
    this.job = job;
    this.key = key;
    this.earlier = earlier;
    this.bids = bids;
    this.finishes = finishes;
    this.seals = seals;
  }

  /// What became of everything finished.
  ///
  /// @param counts the result that counts
  /// @param results all of them, in order
  record Outcome(Optional<Result> counts, List<Result> results, Seal seal) {}

  Outcome outcome() {
    Optional<Result> submitters = sealed(true);
    Optional<Result> sealed = submitters.or(() -> sealed(false));
    List<Result> judged = judge();
    Optional<Result> counts =
        sealed.or(
            () ->
                judged.stream()
                    .filter(result -> result.verdict() == Verdict.COUNTS)
                    .max(
                        Comparator.comparingInt((Result r) -> r.finished().attempt())
                            .thenComparing((a, b) -> judged.indexOf(b) - judged.indexOf(a))));
    List<Result> results =
        judged.stream()
            .map(
                result ->
                    counts.filter(c -> c.cid().equals(result.cid())).isPresent()
                        ? result.as(Verdict.COUNTS)
                        : result.verdict() == Verdict.COUNTS
                            ? result.as(Verdict.OVERTAKEN)
                            : result)
            .toList();
    Seal seal =
        submitters.isPresent() ? Seal.SUBMITTER : sealed.isPresent() ? Seal.ADOPTER : Seal.NONE;
    return new Outcome(counts, results, seal);
  }

  /// The tasks of jobs before this one, of the same combination of the calls around both.
  List<TaskState> tasksOf(Collection<String> jobs) {
    boolean all = job.terms().calls().isEmpty();
    return jobs.stream()
        .flatMap(id -> earlier.getOrDefault(id, List.of()).stream())
        .filter(task -> all || run.submission().areTogether(key, task.key()))
        .toList();
  }

  private List<Bid> bidsBefore(Entry entry) {
    return bids.stream().filter(bid -> run.before(bid.entry(), entry)).toList();
  }

  /// All results with effect, in order, each with the verdict it has by itself.
  private List<Result> judge() {
    List<Result> judged = new ArrayList<>();
    for (Note note : finishes) {
      if (note.effect()) {
        RunEvent.Finished finished = (RunEvent.Finished) note.event();
        judged.add(result(note, finished, verdict(note.entry(), finished)));
      }
    }
    return judged;
  }

  private static Result result(Note note, RunEvent.Finished finished, Verdict verdict) {
    Entry entry = note.entry();
    return new Result(entry.cid(), entry.author(), entry.ts(), finished, verdict);
  }

  private Verdict verdict(Entry entry, RunEvent.Finished finished) {
    boolean ownClaimHolds =
        Bid.holder(bidsBefore(entry))
            .filter(bid -> bid.entry().cid().equals(finished.claim()))
            .filter(bid -> bid.note().effect())
            .filter(bid -> bid.peer().equals(entry.author()))
            .filter(bid -> bid.attempt() == finished.attempt())
            .isPresent();
    if (!ownClaimHolds) {
      return Verdict.FENCED;
    }
    if (notes.cancels().stream().anyMatch(cancel -> !run.before(entry, cancel))) {
      return Verdict.CANCELLED;
    }
    return restOnAccepted(finished.consumed()) ? Verdict.COUNTS : Verdict.VOID;
  }

  /// Whether a result names those of all its needs, and none that was not accepted.
  boolean restOnAccepted(List<Cid> consumed) {
    if (job.needs().isEmpty() && consumed.isEmpty()) {
      return true;
    }
    Set<Cid> accepted = new HashSet<>();
    for (TaskState task : tasksOf(run.ancestors(key.job()))) {
      task.result().ifPresent(result -> accepted.add(result.cid()));
    }
    Set<Cid> required = new HashSet<>();
    for (TaskState task : tasksOf(job.needs())) {
      if (task.result().isEmpty()) {
        return false;
      }
      required.add(task.result().get().cid());
    }
    return accepted.containsAll(consumed) && new HashSet<>(consumed).containsAll(required);
  }

  /// The result of the first seal in order that names one of this task: of those by the submitter,
  /// or of those by others who adopted the run. The submitter's come before all others wherever
  /// they stand in order, or a job it sealed while it was cut off would change when it is heard.
  private Optional<Result> sealed(boolean bySubmitter) {
    PeerId submitter = run.submitted().author();
    for (Note seal : seals) {
      if (seal.effect() && seal.entry().author().equals(submitter) == bySubmitter) {
        Cid cid = ((RunEvent.Sealed) seal.event()).result();
        Optional<Result> result =
            finishes.stream()
                .filter(note -> note.entry().cid().equals(cid) && isSealable(note, seal.entry()))
                .findFirst()
                .map(note -> result(note, (RunEvent.Finished) note.event(), Verdict.COUNTS));
        if (result.isPresent()) {
          return result;
        }
      }
    }
    return Optional.empty();
  }

  /// A seal speaks for a result it knows, with a claim by the result's own author, unless a
  /// cancellation it knows beats that result: one that knew neither the result nor, as the seal
  /// itself does, an earlier seal of it.
  private boolean isSealable(Note finish, Entry seal) {
    RunEvent.Finished finished = (RunEvent.Finished) finish.event();
    Entry result = finish.entry();
    return run.before(result, seal)
        && bids.stream()
            .anyMatch(
                bid ->
                    !bid.byHand()
                        && bid.entry().cid().equals(finished.claim())
                        && bid.attempt() == finished.attempt()
                        && bid.peer().equals(result.author())
                        && run.before(bid.entry(), result))
        && (notes.cancels().stream()
                .noneMatch(cancel -> run.before(cancel, seal) && !run.before(result, cancel))
            || seals.stream()
                .filter(note -> note.effect() && run.before(note.entry(), seal))
                .filter(note -> ((RunEvent.Sealed) note.event()).result().equals(result.cid()))
                .anyMatch(note -> isSealable(finish, note.entry())));
  }
}
