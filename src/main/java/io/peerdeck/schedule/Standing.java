package io.peerdeck.schedule;

import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a ranked peer stands to a task, as this node sees it: who would get it, and why not the
/// others. For people; what a node itself does is decided by its coordinator.
///
/// @param rank from 0
/// @param distance bits for `hamming`, hex digits for `hamming-hex`
/// @param after how long after the task became ready its turn comes: one offer window for each
///     peer before it that could take the task; zero where it has no turn
public record Standing(PeerId peer, int rank, int distance, State state, Duration after) {
  /// What keeps a peer from a task, or does not.
  public enum State {
    /// It has the accepted claim, or made the result that counts.
    HOLDS,
    /// It has the next turn.
    NEXT,
    /// Its turn comes after that of others.
    LATER,
    /// It would take it, but says that all its slots are taken.
    BUSY,
    /// It is not heard of.
    AWAY,
    /// It refused.
    DECLINED,
    /// Another peer was named by hand.
    PASSED_OVER
  }

  /// The standing of every ranked peer, in the order of ranks.
  public static List<Standing> of(TaskState task, LivenessView liveness) {
    Optional<PeerId> holder =
        task.result()
            .map(TaskState.Result::peer)
            .or(() -> task.released() ? Optional.empty() : task.holder().map(c -> c.peer()));
    Optional<PeerId> named = task.waitsForAssigned() ? task.assigned() : Optional.empty();
    List<Standing> standings = new ArrayList<>();
    List<PeerId> before = new ArrayList<>();
    List<PeerId> turns = task.turns();
    List<Standing> byTurn = new ArrayList<>();
    boolean next = false;
    for (PeerId peer : turns) {
      State state = state(peer, task, holder, named, liveness);
      if (state == State.LATER && !next) {
        state = State.NEXT;
        next = true;
      }
      boolean waits = state == State.NEXT || state == State.LATER || state == State.BUSY;
      int rank = task.ranking().rankOf(peer);
      byTurn.add(
          new Standing(
              peer,
              rank,
              task.ranking().ranked().get(rank).distance(),
              state,
              waits && named.isEmpty() ? windows(before, liveness) : Duration.ZERO));
      if (waits) {
        before.add(peer);
      }
    }
    standings.addAll(byTurn);
    standings.sort((a, b) -> Integer.compare(a.rank, b.rank));
    return List.copyOf(standings);
  }

  private static State state(
      PeerId peer,
      TaskState task,
      Optional<PeerId> holder,
      Optional<PeerId> named,
      LivenessView liveness) {
    if (holder.isPresent() && holder.get().equals(peer)) {
      return State.HOLDS;
    }
    if (task.declined().containsKey(peer)) {
      return State.DECLINED;
    }
    if (!liveness.alive(peer)) {
      return State.AWAY;
    }
    if (named.isPresent() && !named.get().equals(peer)) {
      return State.PASSED_OVER;
    }
    return liveness.hasFreeSlot(peer) ? State.LATER : State.BUSY;
  }

  /// As [ClaimTurn] counts them: those without a free slot share one window.
  private static Duration windows(List<PeerId> before, LivenessView liveness) {
    long free = before.stream().filter(liveness::hasFreeSlot).count();
    return ClaimTurn.WINDOW.multipliedBy(Math.max(free, before.isEmpty() ? 0 : 1));
  }
}
