package io.peerdeck.schedule;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.schedule.RunFold.Note;
import io.peerdeck.schedule.TaskState.Claim;
import io.peerdeck.schedule.TaskState.Result;
import io.peerdeck.schedule.TaskState.Seal;
import io.peerdeck.schedule.TaskState.Verdict;
import io.peerdeck.schedule.TaskState.Wait;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The part of [RunFold] that looks at one task.
///
/// Whether a claim is *valid* depends on its causal past alone, and on roles alone: a later freeze
/// or removal takes a claim's effect away, but never the validity of the attempts that follow it.
/// In the same way a seal with effect stands whatever becomes of the author of its result.
final class TaskFold {
  private final RunFold run;
  private final RunFold.Notes notes;
  private final Submission.Job job;
  private final TaskKey key;
  private final Map<String, List<TaskState>> earlier;

  private final List<Note> offers = new ArrayList<>();
  private final List<Bid> bids = new ArrayList<>();
  private final List<Note> declines = new ArrayList<>();
  private final List<Note> finishes = new ArrayList<>();
  private final List<Note> seals = new ArrayList<>();

  /// @param earlier the tasks folded before, by job: among them all this one needs
  TaskFold(
      RunFold run,
      RunFold.Notes notes,
      Submission.Job job,
      TaskKey key,
      Map<String, List<TaskState>> earlier) {
    this.run = run;
    this.notes = notes;
    this.job = job;
    this.key = key;
    this.earlier = earlier;
    for (Note note : notes.of(key)) {
      if (note.allowed()) {
        sort(note);
      }
    }
  }

  private void sort(Note note) {
    switch (note.event()) {
      case RunEvent.Offered e when notes.speaksForRun(note.entry()) -> offers.add(note);
      case RunEvent.Sealed e when notes.speaksForRun(note.entry()) -> seals.add(note);
      case RunEvent.Declined e -> declines.add(note);
      case RunEvent.Finished e -> finishes.add(note);
      case RunEvent.Assigned e when e.attempt() == Bid.highest(known(note.entry())) + 1 ->
          bids.add(new Bid(note, e.attempt(), e.peer(), true));
      case RunEvent.Claimed e when isValid(e, note.entry()) ->
          bids.add(new Bid(note, e.attempt(), note.entry().author(), false));
      default -> {} // not allowed to its author, or about no attempt that is open
    }
  }

  /// Bids in the causal past of an entry.
  private List<Bid> known(Entry entry) {
    return bids.stream().filter(bid -> run.before(bid.entry(), entry)).toList();
  }

  private boolean isValid(RunEvent.Claimed claim, Entry entry) {
    List<Bid> known = known(entry);
    if (claim.attempt() > Bid.highest(known) + 1) {
      return false;
    }
    return known.stream()
        .filter(bid -> bid.byHand() && bid.attempt() == claim.attempt())
        .reduce((first, last) -> last)
        .map(bid -> bid.peer().equals(entry.author()))
        .orElseGet(
            () -> ranking(offer -> run.before(offer.entry(), entry)).rankOf(entry.author()) >= 0);
  }

  /// The ranking by the last of these offers in order, or else by the submission.
  private Ranking ranking(Predicate<Note> which) {
    Entry head =
        offers.stream()
            .filter(which)
            .map(Note::entry)
            .reduce((first, last) -> last)
            .orElse(run.submitted());
    return run.ranking(head, job, key);
  }

  TaskState state() {
    return run.taken(key)
        .filter(taken -> restsOnAccepted(taken.result().finished().consumed()))
        .map(this::taken)
        .orElseGet(this::folded);
  }

  private TaskState folded() {
    List<Bid> effective = bids.stream().filter(bid -> bid.note().effect()).toList();
    int attempt = Bid.highest(effective);
    Optional<Claim> holder = Bid.holder(effective).map(TaskFold::claim);
    Optional<PeerId> assigned = Bid.assigned(effective, attempt);

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

    Ranking ranking = ranking(Note::effect);
    boolean late = job.terms().matrix().isPresent();
    boolean ready =
        tasksOf(job.needs()).stream()
            .allMatch(task -> task.result().isPresent() && (!late || task.sealed()));
    Map<PeerId, String> declined = declined(holder, assigned, attempt);
    TaskState bare =
        new TaskState(
            key,
            RunStatus.PENDING,
            ranking,
            attempt,
            Bid.highest(bids),
            assigned,
            claims(effective),
            holder,
            isReleased(holder, results),
            declined,
            results,
            counts,
            submitters.isPresent() ? Seal.SUBMITTER : sealed.isPresent() ? Seal.ADOPTER : Seal.NONE,
            ready,
            Wait.NOTHING,
            Optional.empty(),
            Optional.empty(),
            "");
    return finish(bare);
  }

  private static RunStatus status(Result result) {
    return switch (result.finished().conclusion()) {
      case SUCCESS, SKIPPED -> RunStatus.COMPLETED;
      case FAILURE -> RunStatus.FAILED;
      case CANCELLED -> RunStatus.CANCELLED;
    };
  }

  /// A task that has its result from an earlier run.
  private TaskState taken(TakenResult taken) {
    return new TaskState(
        key,
        status(taken.result()),
        ranking(Note::effect),
        0,
        0,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        false,
        Map.of(),
        List.of(taken.result()),
        Optional.of(taken.result()),
        Seal.SUBMITTER,
        true,
        Wait.NOTHING,
        Optional.of(taken.run()),
        Optional.empty(),
        "");
  }

  /// Adds status and reason to wait.
  private TaskState finish(TaskState bare) {
    RunStatus status;
    Wait wait = Wait.NOTHING;
    if (bare.result().isPresent()) {
      status = status(bare.result().get());
    } else if (!notes.cancels.isEmpty()) {
      status = RunStatus.CANCELLED;
    } else if (bare.holder().isPresent() && !bare.released()) {
      status = RunStatus.IN_PROGRESS;
    } else {
      wait = wait(bare);
      status =
          wait == Wait.OWNER || wait == Wait.ASSIGNED_PEER ? RunStatus.ASSIGNED : RunStatus.PENDING;
    }
    return bare.as(status, wait);
  }

  private Wait wait(TaskState task) {
    if (!task.ready()) {
      return Wait.NEEDS;
    }
    if (notes.held) {
      return Wait.HELD;
    }
    if (task.waitsForAssigned()) {
      return Wait.ASSIGNED_PEER;
    }
    if (task.ranking().ranked().isEmpty()) {
      return Wait.NOBODY_ELIGIBLE;
    }
    return task.declined().keySet().containsAll(task.ranking().peers())
        ? Wait.ALL_DECLINED
        : Wait.OWNER;
  }

  private static Claim claim(Bid bid) {
    return new Claim(bid.entry().cid(), bid.peer(), bid.attempt(), bid.entry().ts());
  }

  private static List<Claim> claims(List<Bid> bids) {
    return bids.stream().filter(bid -> !bid.byHand()).map(TaskFold::claim).toList();
  }

  /// Refusals of the open attempt, not older than the offer that asked everybody again.
  private Map<PeerId, String> declined(
      Optional<Claim> holder, Optional<PeerId> assigned, int attempt) {
    int open = holder.isEmpty() && assigned.isPresent() ? attempt : Bid.highest(bids) + 1;
    Optional<Note> offer = offers.stream().filter(Note::effect).reduce((first, last) -> last);
    Map<PeerId, String> declined = new LinkedHashMap<>();
    for (Note note : declines) {
      RunEvent.Declined decline = (RunEvent.Declined) note.event();
      if (note.effect()
          && decline.attempt() >= open
          && !offer.filter(o -> run.before(note.entry(), o.entry())).isPresent()) {
        declined.put(note.entry().author(), decline.reason());
      }
    }
    return declined;
  }

  private boolean isReleased(Optional<Claim> holder, List<Result> results) {
    return holder
        .map(
            claim ->
                results.stream().anyMatch(result -> result.finished().claim().equals(claim.cid()))
                    || declines.stream().anyMatch(note -> note.effect() && givesUp(note, claim)))
        .orElse(false);
  }

  private static boolean givesUp(Note note, Claim claim) {
    return note.entry().author().equals(claim.peer())
        && note.event() instanceof RunEvent.Declined decline
        && decline.attempt() == claim.attempt();
  }

  private List<TaskState> tasksOf(Collection<String> jobs) {
    return jobs.stream().flatMap(id -> earlier.getOrDefault(id, List.of()).stream()).toList();
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
        Bid.holder(known(entry))
            .filter(bid -> bid.entry().cid().equals(finished.claim()))
            .filter(bid -> bid.note().effect())
            .filter(bid -> bid.peer().equals(entry.author()))
            .filter(bid -> bid.attempt() == finished.attempt())
            .isPresent();
    if (!ownClaimHolds) {
      return Verdict.FENCED;
    }
    if (notes.cancels.stream().anyMatch(cancel -> !run.before(entry, cancel))) {
      return Verdict.CANCELLED;
    }
    return restsOnAccepted(finished.consumed()) ? Verdict.COUNTS : Verdict.VOID;
  }

  /// Whether a result names those of all its needs, and none that was not accepted.
  private boolean restsOnAccepted(List<Cid> consumed) {
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
        && (notes.cancels.stream()
                .noneMatch(cancel -> run.before(cancel, seal) && !run.before(result, cancel))
            || seals.stream()
                .filter(note -> note.effect() && run.before(note.entry(), seal))
                .filter(note -> ((RunEvent.Sealed) note.event()).result().equals(result.cid()))
                .anyMatch(note -> isSealable(finish, note.entry())));
  }
}
