package io.peerdeck.schedule;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.schedule.RunNotes.Note;
import io.peerdeck.schedule.TaskState.Claim;
import io.peerdeck.schedule.TaskState.Result;
import io.peerdeck.schedule.TaskState.Seal;
import io.peerdeck.schedule.TaskState.Wait;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The part of [RunFold] that looks at one task.
///
/// Whether a claim is *valid* depends on its causal past alone, and on roles alone: a later freeze
/// or removal takes a claim's effect away, but never the validity of the attempts that follow it.
/// In the same way a seal with effect stands whatever becomes of the author of its result.
final class TaskFold {
  private final RunFold run;
  private final RunNotes notes;
  private final Submission.Job job;
  private final TaskKey key;
  private final TaskResults results;

  private final List<Note> offers = new ArrayList<>();
  private final List<Bid> bids = new ArrayList<>();
  private final List<Note> declines = new ArrayList<>();
  private final List<Note> finishes = new ArrayList<>();
  private final List<Note> seals = new ArrayList<>();

  /// @param earlier the tasks folded before, by job: among them all this one needs
  TaskFold(
      RunFold run,
      RunNotes notes,
      Submission.Job job,
      TaskKey key,
      Map<String, List<TaskState>> earlier) {
    this.run = run;
    this.notes = notes;
    this.job = job;
    this.key = key;
    this.results = new TaskResults(run, notes, job, key, earlier, bids, finishes, seals);
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
        .filter(taken -> results.restOnAccepted(taken.result().finished().consumed()))
        .map(this::taken)
        .orElseGet(this::folded);
  }

  private TaskState folded() {
    List<Bid> effective = bids.stream().filter(bid -> bid.note().effect()).toList();
    int attempt = Bid.highest(effective);
    Optional<Claim> holder = Bid.holder(effective).map(TaskFold::claim);
    Optional<PeerId> assigned = Bid.assigned(effective, attempt);

    TaskResults.Outcome outcome = results.outcome();
    Ranking ranking = ranking(Note::effect);
    boolean late = job.terms().matrix().isPresent();
    boolean ready =
        results.tasksOf(job.needs()).stream()
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
            isReleased(holder, outcome.results()),
            declined,
            outcome.results(),
            outcome.counts(),
            outcome.seal(),
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
    } else if (!notes.cancels().isEmpty()) {
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
    if (notes.held()) {
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
}
