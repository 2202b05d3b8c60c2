package io.peerdeck.schedule;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One task of a run as its entries make it.
///
/// @param ranking who may run it, nearest first
/// @param attempt the highest attempt claimed or assigned with effect; 0 before the first
/// @param highest the same, counting those whose author was frozen or removed since
/// @param assigned the peer named by hand for this attempt
/// @param claims valid claims of all attempts, in order
/// @param holder the claim of the highest attempt that counts
/// @param released whether the holder gave its attempt up, or finished it with a result that is
///     void: the next attempt is open without waiting for its lease
/// @param declined who refused the open attempt, and why
/// @param results everything finished for it, in order, with the verdict on each
/// @param result the one that counts; provisional unless sealed
/// @param seal who has sealed the result
/// @param ready whether all tasks it needs have results, and its turn in its job and its group has
///     come
/// @param waiting why nobody runs it
/// @param takenFrom the earlier run whose result it has, where it is not run again
/// @param calledOff why it is not to be run any more: who holds it or claims it ends it as
///     cancelled
/// @param note what its concurrency group has to say of it; empty text for nothing
public record TaskState(
    TaskKey key,
    RunStatus status,
    Ranking ranking,
    int attempt,
    int highest,
    Optional<PeerId> assigned,
    List<Claim> claims,
    Optional<Claim> holder,
    boolean released,
    Map<PeerId, String> declined,
    List<Result> results,
    Optional<Result> result,
    Seal seal,
    boolean ready,
    Wait waiting,
    Optional<Cid> takenFrom,
    Optional<String> calledOff,
    String note) {
  /// Copies the collections.
  public TaskState {
    claims = List.copyOf(claims);
    declined = Collections.unmodifiableMap(new LinkedHashMap<>(declined));
    results = List.copyOf(results);
  }

  /// A `job.claimed` that counts.
  ///
  /// @param ts Unix ms by the claimant's clock
  public record Claim(Cid cid, PeerId peer, int attempt, long ts) {}

  /// A `job.finished` and what became of it.
  ///
  /// @param ts Unix ms by its author's clock
  public record Result(Cid cid, PeerId peer, long ts, RunEvent.Finished finished, Verdict verdict) {
    Result as(Verdict other) {
      return new Result(cid, peer, ts, finished, other);
    }
  }

  /// What became of a result.
  public enum Verdict {
    /// It is the task's result.
    COUNTS,
    /// Another result counts.
    OVERTAKEN,
    /// Its author knew when finishing that its claim was lost, or it names no claim of its own.
    FENCED,
    /// It rests on a result that was not accepted.
    VOID,
    /// The run was cancelled by someone who did not know of it.
    CANCELLED
  }

  /// Who stands for a result for good.
  public enum Seal {
    /// Nobody yet: the result is provisional.
    NONE,
    /// An operator who adopted the run. It holds until the submitter, who may have been cut off
    /// alive, is heard to have sealed another result before.
    ADOPTER,
    /// The submitter: the result never changes again.
    SUBMITTER
  }

  /// Why nobody runs a task.
  public enum Wait {
    /// It is running or done.
    NOTHING,
    /// The run is held.
    HELD,
    /// Other tasks come first.
    NEEDS,
    /// As many tasks of its job run as may at once.
    TURN,
    /// Another has its concurrency group.
    GROUP,
    /// No member fits its labels.
    NOBODY_ELIGIBLE,
    /// All who could have refused.
    ALL_DECLINED,
    /// The peer it was assigned to has not claimed it.
    ASSIGNED_PEER,
    /// None of the ranked peers has claimed it.
    OWNER
  }

  /// The same with another status.
  TaskState as(RunStatus newStatus, Wait newWaiting) {
    boolean stillReady = ready && newWaiting != Wait.TURN && newWaiting != Wait.GROUP;
    return with(newStatus, stillReady, newWaiting, calledOff, note);
  }

  /// The same, to be ended as cancelled.
  TaskState calledOff(String why) {
    return with(status, ready, waiting, Optional.of(why), note);
  }

  /// The same with what its group has to say.
  TaskState noted(String why) {
    return with(status, ready, waiting, calledOff, why);
  }

  private TaskState with(
      RunStatus newStatus,
      boolean newReady,
      Wait newWaiting,
      Optional<String> newCalledOff,
      String newNote) {
    return new TaskState(
        key,
        newStatus,
        ranking,
        attempt,
        highest,
        assigned,
        claims,
        holder,
        released,
        declined,
        results,
        result,
        seal,
        newReady,
        newWaiting,
        takenFrom,
        newCalledOff,
        newNote);
  }

  /// Whether the result never changes again.
  public boolean sealed() {
    return seal == Seal.SUBMITTER;
  }

  /// The attempt a peer would claim next: the assigned one while it waits for its peer, else one
  /// above the highest.
  public int openAttempt() {
    return waitsForAssigned() ? attempt : highest + 1;
  }

  /// Whether only the peer named by hand may claim: it has not claimed yet, nor refused.
  public boolean waitsForAssigned() {
    return holder.isEmpty() && assigned.isPresent() && !declined.containsKey(assigned.get());
  }

  /// The ranked peers in the order of their turns for the open attempt: from rank 0, or after a
  /// failed attempt from the rank behind its holder, around to the holder itself.
  public List<PeerId> turns() {
    List<PeerId> turns = new ArrayList<>(ranking.peers());
    if (!turns.isEmpty()) {
      int last = holder.map(claim -> ranking.rankOf(claim.peer())).orElse(-1);
      Collections.rotate(turns, -((last + 1) % turns.size()));
    }
    return turns;
  }

  /// The owner: the peer named by hand, else rank 0.
  public Optional<PeerId> owner() {
    return assigned.or(ranking::owner);
  }
}
