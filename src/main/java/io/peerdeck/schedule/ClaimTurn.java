package io.peerdeck.schedule;

import io.peerdeck.multiformats.PeerId;
import io.peerdeck.schedule.TaskState.Claim;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// When this peer may claim which attempt of a task, by the ranks and leases of DESIGN §3.
///
/// Several live peers before this one get one window each, one after the other, so that they do
/// not all start the task at once; those that said they have no free slot share one.
///
/// @param attempt the attempt to claim
/// @param atNanos when, on the monotonic clock; later than now means wait
record ClaimTurn(int attempt, long atNanos) {
  /// How long a rank has the offer to itself.
  static final Duration WINDOW = Duration.ofSeconds(2);

  /// How long a claim holds without a heartbeat that names it.
  static final Duration LEASE = Duration.ofSeconds(10);

  /// How long after its start a node takes silent peers for alive: it has not met them yet.
  static final Duration GRACE = Duration.ofSeconds(5);

  /// What decides about turns on one node.
  ///
  /// @param startedNanos when this node began to act
  record Judge(PeerId self, LivenessView liveness, long startedNanos) {
    private boolean alive(PeerId peer, long now) {
      return liveness.alive(peer) || now - startedNanos < GRACE.toNanos();
    }

    /// The turn of this peer; empty if others have the task. The run is told when to look again.
    Optional<ClaimTurn> turn(LiveRun run, TaskState task, long now) {
      if (task.status().finished() || !task.ready()) {
        return Optional.empty();
      }
      if (task.holder().isPresent() && !task.released()) {
        return afterLease(run, task, task.holder().get(), now);
      }
      if (task.waitsForAssigned()) {
        return ofAssigned(run, task, task.assigned().orElseThrow(), now);
      }
      return byRank(run, task, task.openAttempt(), now);
    }

    private Optional<ClaimTurn> afterLease(LiveRun run, TaskState task, Claim claim, long now) {
      long seen = run.claimSeenAt(claim.cid(), now);
      if (claim.peer().equals(self)) {
        return Optional.empty();
      }
      long renewed = liveness.lastHeartbeatNanos(claim.peer(), claim.cid()).orElse(seen);
      long last = renewed - seen > 0 ? renewed : seen;
      if (now - last <= LEASE.toNanos()) {
        run.lookAgainAt(last + LEASE.toNanos() + 1);
        return Optional.empty();
      }
      return byRank(run, task, task.openAttempt(), now);
    }

    private Optional<ClaimTurn> ofAssigned(LiveRun run, TaskState task, PeerId peer, long now) {
      if (peer.equals(self)) {
        return Optional.of(new ClaimTurn(task.openAttempt(), now));
      }
      long since = run.missingSince(task.key(), alive(peer, now), now);
      if (now - since <= LEASE.toNanos()) {
        run.lookAgainAt(now + Duration.ofSeconds(1).toNanos());
        return Optional.empty();
      }
      return byRank(run, task, task.openAttempt() + 1, now);
    }

    private Optional<ClaimTurn> byRank(LiveRun run, TaskState task, int attempt, long now) {
      List<PeerId> turns = task.turns();
      long opened = run.openedAt(task.key(), attempt, now);
      int own = turns.indexOf(self);
      if (own < 0) {
        return Optional.empty();
      }
      int free = 0;
      int busy = 0;
      for (PeerId peer : turns.subList(0, own)) {
        if (!task.declined().containsKey(peer) && alive(peer, now)) {
          if (liveness.hasFreeSlot(peer)) {
            free++;
          } else {
            busy++;
          }
        }
      }
      int windows = Math.max(free, busy > 0 ? 1 : 0);
      return Optional.of(new ClaimTurn(attempt, opened + windows * WINDOW.toNanos()));
    }
  }
}
